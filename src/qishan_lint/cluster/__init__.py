"""Checking on a cluster: dask.distributed behind the runner's interface, with shards as checkpoints (extra [cluster])."""
