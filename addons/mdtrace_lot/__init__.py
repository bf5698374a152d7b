from . import exceptions, models, wizard
