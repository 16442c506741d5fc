"""Set-up: the installer, the locks and the throwaway servers."""
