"""Facts about `thidua repair`: what is moved, supposed and lost, and that the original stays."""
