"""The page of what wires and operators oblige us to."""
