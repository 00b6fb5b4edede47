"""python -m bench.simulator LOG"""

from bench.simulator.server import main

main()
