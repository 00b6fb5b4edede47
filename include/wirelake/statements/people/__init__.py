"""The people whom bylines and statements name, in the wires' languages."""
