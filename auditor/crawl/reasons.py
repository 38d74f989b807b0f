"""Every reason code a link verdict may carry: what it means, and what the site's editor does now.

The set is closed: a verdict with a code that is not here is a programmer's mistake. Verdicts follow
interfaces.md: only what is certain is ``broken``; what may pass is ``suspect``; what keeps *us* out is ``blocked``.
"""

from __future__ import annotations

import msgspec

from auditor.model import LinkVerdict


class Reason(msgspec.Struct, frozen=True):
    """One code: the verdict it leads to, its name in a report, and 怎么办."""

    verdict: LinkVerdict
    title: str
    mend: str
    passing: bool = False
    """True when asking again later may turn out differently: such a target gets the second, slow round."""
    twice: bool = False
    """True when it is certain only if it was so in both rounds; until then it is ``suspect``."""


REASONS: dict[str, Reason] = {
    "ok": Reason("ok", "可以打开", "不用处理。"),
    # redirected
    "moved-permanently": Reason("redirected", "永久跳转", "把链接改成跳转后的地址。"),
    "moved-temporarily": Reason("redirected", "临时跳转", "能打开，一般不用处理；如目标已固定，请改用新地址。"),
    # broken, when it was so in both rounds
    "not-found": Reason("broken", "页面不存在（404）", "核对地址后改正；目标已删除的，去掉或换掉链接。", True, True),
    "gone": Reason("broken", "页面已被移除（410）", "目标已明确删除，请去掉链接或换成有效地址。", True, True),
    "dns": Reason("broken", "域名不存在", "核对域名有无写错；域名已停用的，请去掉链接。", True, True),
    "empty-file": Reason("broken", "文件是空的（0 字节）", "请重新上传文件，再下载核对。", True, True),
    # suspect
    "dns-failed": Reason("suspect", "域名暂时解析不了", "请换个网络再试一次；一直不行的，去掉链接。", passing=True),
    "refused": Reason("suspect", "服务器拒绝连接", "请人工打开确认；长期打不开的，去掉链接。", passing=True),
    "reset": Reason("suspect", "连接被中断", "请人工打开确认；长期打不开的，去掉链接。", passing=True),
    "unreachable": Reason("suspect", "网络不通", "请检查本机网络，再人工打开确认。", passing=True),
    "timeout": Reason("suspect", "等待超时", "请人工打开确认；长期打不开的，去掉链接。", passing=True),
    "tls": Reason("suspect", "安全连接（HTTPS）失败", "请人工打开确认，并联系目标网站检查 HTTPS 设置。", passing=True),
    "tls-expired": Reason("suspect", "证书已过期", "请通知目标网站更换证书；是本网站的，立即更换。"),
    "tls-name": Reason("suspect", "证书与域名不符", "核对链接的域名；是本网站的，换用包含该域名的证书。"),
    "tls-self-signed": Reason("suspect", "证书为自签名", "请通知目标网站换用受信任机构签发的证书。"),
    "tls-chain": Reason("suspect", "证书链不完整或签发者不受信任", "请通知目标网站补齐中间证书。"),
    "server-error": Reason("suspect", "服务器出错（5xx）", "请人工打开确认；一直出错的，去掉链接。", passing=True),
    "client-error": Reason("suspect", "服务器不接受请求（4xx）", "请人工打开确认；确实打不开的，改正地址或去掉链接。"),
    "odd-status": Reason("suspect", "服务器答复了少见的状态码", "请人工打开确认，并请技术人员检查服务器设置。"),
    "bad-response": Reason("suspect", "服务器答复不合规范", "请人工打开确认，并请技术人员检查服务器。", passing=True),
    "redirect-loop": Reason("suspect", "循环跳转", "请人工打开确认，并请技术人员检查跳转设置。"),
    "too-many-redirects": Reason("suspect", "跳转次数过多", "请人工打开确认，并把链接直接指向最终地址。"),
    "bad-redirect": Reason("suspect", "跳转地址有误", "请技术人员检查跳转设置；能确定最终地址的，直接改用它。"),
    "moved-to-home": Reason("suspect", "跳到了首页", "原页面多半已不在，请找到新地址改正链接，找不到就去掉链接。"),
    "moved-to-error": Reason("suspect", "跳到了出错页面", "原页面多半已不在，请改用新地址，找不到就去掉链接。"),
    "soft-404": Reason("suspect", "打开的是“页面不存在”一类的提示", "请人工打开确认；内容已不在的，去掉链接。"),
    "closed": Reason("suspect", "打开的是空白页或维护提示", "请人工打开确认；一直如此的，请技术人员检查。"),
    "parked": Reason("suspect", "域名已停放或正在出售", "域名可能已不属于原单位，请尽快核实，确认后立即去掉链接。"),
    "page-for-file": Reason("suspect", "应是文件，打开的却是网页", "请人工下载确认；文件不在的，重新上传或改正地址。"),
    "wrong-bytes": Reason("suspect", "文件内容与类型不符", "请人工下载确认；打不开的，按正确的类型重新上传。"),
    # blocked: says something about us, nothing about the link
    "login": Reason("blocked", "需要登录（401）", "自动检查进不去，请人工打开确认。"),
    "login-page": Reason("blocked", "转到了登录页面", "自动检查进不去，请人工确认公众是否需要登录才能查看。"),
    "forbidden": Reason("blocked", "拒绝自动访问（403）", "自动检查被拒绝，请人工打开确认，或请对方网站放行。"),
    "rate-limited": Reason("blocked", "限制访问频率（429）", "请放慢速度或换个时间再检查。", passing=True),
    "challenge": Reason("blocked", "安全防护拦截", "防护设备要求验证，请人工打开确认，或请对方网站放行。"),
    "legal": Reason("blocked", "因法律原因不可访问（451）", "请人工确认该链接是否还应保留。"),
    # skipped: was not asked
    "robots": Reason("skipped", "robots.txt 不允许", "没有检查。是本网站的，可在其中放行 GongkaiAuditor。"),
    "robots-unreachable": Reason("skipped", "robots.txt 取不到", "没有检查。请修复 robots.txt 后重查。", passing=True),
    "out-of-budget": Reason("skipped", "超出检查上限", "没有检查。需要时请调大页数、时间或流量上限。"),
    "trap": Reason("skipped", "自动生成、没有尽头的地址", "没有检查。报告的检查范围中列有规则和例子。"),
    "excluded": Reason("skipped", "按设置排除", "没有检查。需要时请修改配置中的 crawl.exclude。"),
    "private-address": Reason("skipped", "内网或本机地址", "没有检查。公众打不开这个地址，请确认链接是否写错。"),
    "no-network": Reason("skipped", "本机解析不了外部域名", "没有检查。请检查本机网络后重新检查。", passing=True),
    "switched-off": Reason("skipped", "按设置不检查站外链接", "没有检查。需要时请开启外部链接检查。"),
    "outside-folder": Reason("skipped", "不在所检查的文件夹内", "没有检查。检查文件夹时不访问网络。"),
    "scheme": Reason("skipped", "不是网页地址", "没有检查。"),
}  # fmt: skip


OVER_RUNS = frozenset((
    "refused", "reset", "timeout", "tls", "tls-expired", "tls-name", "server-error", "bad-response",
))  # fmt: skip
"""What may be passing, and is certain when it fails run after run (``auditor.seen``). Faults that may be of our own
network or resolver are not among them, nor an incomplete certificate chain, which many browsers complete."""


class NotFetched(Exception):
    """An address could not be asked, or gave no usable answer. ``reason`` is a code of REASONS."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def verdict_of(reason: str) -> LinkVerdict:
    """The verdict a reason code leads to. Raises KeyError for a code that is not in the table."""
    return REASONS[reason].verdict
