"""Published indices of supply risk (§16), each as a plain function over arrays.

The last axis is always the supplier; leading axes (material, year, place) broadcast.
Unknown is not zero: a NaN going in gives a NaN coming out.
"""
