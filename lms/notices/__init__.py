"""알림마당: notices the academy puts up for everybody."""
