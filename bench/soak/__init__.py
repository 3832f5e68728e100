"""What runs long: fuzzing and interrupted builds. `make soak`."""
