"""The artifacts for others: the wheel with the built file inside, its licences, a release."""
