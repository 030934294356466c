"""The chain month by month: kernels over arrays, and the ensemble that drives them."""
