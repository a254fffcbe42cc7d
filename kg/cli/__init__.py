"""The command ``kg``: each command parses, calls one library function, prints."""
