"""Settings of the site's build. What a site says of itself stands in content/site.toml."""

from jinja2 import StrictUndefined

from plugins.build.portal import Portal

PELICAN_CLASS = Portal
PLUGINS = [
    "plugins.privacy_gate",
    "plugins.review.gate",
    "plugins.images",
    "plugins.redirects",
    "plugins.feeds",
    "plugins.records.publish",
    "plugins.search",
    "plugins.sitemap",
    "plugins.api",
    "plugins.policies.library",
    "plugins.schedule",
    "plugins.disclosure.publish",
    "plugins.foi.platform",
    "plugins.foi.annual_reports",
    "plugins.foi.requests",
    "plugins.supervision",
    "plugins.service_map.publish",
    "plugins.village_finance.publish",
    "plugins.notice_board.publish",
    "plugins.kiosk",
    "plugins.assets",
]

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"

NOW = ""  # ISO 8601; empty: demo_now of content/site.toml, else the clock
PRODUCTION = False  # True: the clock even where the site has a demo_now
IMAGE_CACHE = ".state/images"  # pictures made before, beside the content folder; empty: made in every build
JOBS = 1  # `pelican` keeps a thread alive while it runs, so it works alone; `desk build` asks for more

JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "auto_reload": False,
}

# Pelican's own products, none of which this site has.
SITEURL = ""
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
DRAFT_SAVE_AS = ""
DRAFT_LANG_SAVE_AS = ""
DRAFT_PAGE_SAVE_AS = ""
DRAFT_PAGE_LANG_SAVE_AS = ""
ARTICLE_TRANSLATION_ID = None
PAGE_TRANSLATION_ID = None
STATIC_PATHS = []
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh_cn"  # docutils, which Pelican always starts, knows no plain "zh"
LOAD_CONTENT_CACHE = False
DELETE_OUTPUT_DIRECTORY = False
