"""draft"""
def __getattr__(name):
    return None
