"""What stands between the built files and a reader: the nginx configuration, a loopback server, the demo."""
