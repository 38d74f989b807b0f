"""Pages as Chromium shows them: axe-core through axe-selenium-python, sampled by skeleton."""
