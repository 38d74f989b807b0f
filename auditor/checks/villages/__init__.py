"""Do villages publish what their law asks?"""
