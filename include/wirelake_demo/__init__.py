"""Three invented wires on loopback, and what the lake must show of them: the demo, and the tests' wire.

``wirelake_demo.wire`` serves them, ``wirelake_demo.truth`` says what is true, ``sources/`` holds their YAML.
"""
