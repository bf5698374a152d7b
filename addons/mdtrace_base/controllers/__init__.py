from . import export, sign
