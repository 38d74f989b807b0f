"""Pages as Chromium shows them: axe-core through axe-selenium-python, sampled by skeleton."""

from auditor.browser.folder import serve_folder as serve_folder
from auditor.browser.judge import judge_pages as judge_pages
from auditor.browser.sample import sample as sample
