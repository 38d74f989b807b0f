"""Can the public use what the site says of services?"""
