"""The policy documents of the whole site: 政策文件库, and which of them are explained."""
