"""Paper and pictures: plain values in, bytes out. It has never heard of a campaign."""
