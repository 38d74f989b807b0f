"""基层政务公开标准目录: which items there are, which pages answer them, and what is missing."""
