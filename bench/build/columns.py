"""The columns of the invented county: about fifty on three levels, one of them busy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

BUSY = "yw/bmdt"
BUSY_SHARE = 0.15
"""The column that gets a share of all articles of its own, whatever the weights of the others are."""

_TABLE = """
yw            明川要闻     工作动态       xzfb  2.0
yw/hyhd       会议活动     工作动态       xzfb  4.0
yw/bmdt       部门动态     工作动态       xzfb  0
yw/xzdt       乡镇动态     工作动态       xzfb  9.0
yw/zdgz       重点工作     工作动态       fgj   2.0
yw/zdgz/xmjs  项目建设     工作动态       fgj   2.0
yw/zdgz/xczx  乡村建设     工作动态       nyj   2.0
yw/zdgz/yshj  营商环境     工作动态       zsj   2.0
tzgg          通知公告     政策文件       xzfb  5.0
tzgg/gsgg     公示         政策文件       xzfb  4.0
tzgg/gsgg/zdgs  征地公示   政策文件       zrj   1.5
tzgg/gsgg/rsgs  人事公示   政策文件       rsj   1.0
tzgg/gsgg/hjgs  环境公示   政策文件       hbj   1.0
tzgg/ggtg     通告         政策文件       xzfb  2.0
gkjj          明川概况     概况信息       xzfb  0.3
gkjj/xqjj     县情简介     概况信息       xzfb  0.2
gkjj/xzqh     行政区划     概况信息       mzj   0.2
zwgk          政务公开     信息公开目录   xzfb  0.5
zwgk/zfwj     政府文件     政策文件       xzfb  1.0
zwgk/zfwj/gfxwj  规范性文件  政策文件     xzfb  1.5
zwgk/zfwj/qtwj   其他文件  政策文件       xzfb  2.0
zwgk/czxx     财政信息     信息公开目录   czj   0.5
zwgk/czxx/zfyjs  政府预决算  信息公开目录 czj   1.0
zwgk/czxx/bmyjs  部门预决算  信息公开目录 czj   3.0
zwgk/rsxx     人事信息     信息公开目录   rsj   0.5
zwgk/rsxx/zk  招考录用     信息公开目录   rsj   1.5
zwgk/rsxx/rm  人事任免     信息公开目录   rsj   0.8
zwgk/zbcg     招标采购     信息公开目录   fgj   0.5
zwgk/zbcg/zbjh  招标计划   信息公开目录   fgj   1.5
zwgk/zbcg/zfcg  政府采购   信息公开目录   czj   4.0
zwgk/zbcg/jggg  结果公告   信息公开目录   czj   2.0
zwgk/shgy     社会公益     信息公开目录   mzj   0.5
zwgk/shgy/shjz  社会救助   信息公开目录   mzj   2.0
zwgk/shgy/jyxx  教育信息   信息公开目录   jyj   2.0
zwgk/shgy/ylws  医疗卫生   信息公开目录   wjj   2.0
zwgk/shgy/hjbh  环境保护   信息公开目录   hbj   2.0
zwgk/aqjg     安全监管     信息公开目录   yjj   0.5
zwgk/aqjg/spyp  食品药品   信息公开目录   scjgj 2.0
zwgk/aqjg/yjgl  应急管理   信息公开目录   yjj   1.5
zwgk/tjxx     统计信息     数据发布       fgj   0.8
zwgk/xzzf     行政执法     信息公开目录   scjgj 1.0
zwgk/xzzf/xzxk  行政许可   信息公开目录   scjgj 4.0
zwgk/xzzf/xzcf  行政处罚   信息公开目录   scjgj 4.0
zcjd          政策解读     政策解读       xzfb  0.5
zcjd/wzjd     文字解读     政策解读       xzfb  1.5
zcjd/wdjd     问答解读     政策解读       xzfb  1.0
bsfw          办事服务     办事服务       zsj   0.5
bsfw/grbs     个人办事     办事服务       zsj   1.5
bsfw/frbs     法人办事     办事服务       zsj   1.5
bsfw/bmts     便民提示     办事服务       zsj   2.0
hdjl          互动交流     咨询投诉       xzfb  0.3
hdjl/lxhf     来信回复     咨询投诉       xzfb  3.0
hdjl/yjzj     意见征集     征集调查       xzfb  1.0
hdjl/cjwt     常见问题     回应关切       zsj   1.0
"""

VILLAGES = "villages"
POLICIES = frozenset({"zwgk/zfwj/gfxwj", "zwgk/zfwj/qtwj"})
"""Columns of numbered official documents; others may link to what stands here."""
NOTICES = frozenset({"tzgg/gsgg", "tzgg/gsgg/zdgs", "tzgg/gsgg/rsgs", "tzgg/gsgg/hjgs"})
"""Columns whose documents are open for objections between two days."""
READINGS = "zcjd/wzjd"
"""The column whose documents each explain one official document."""
NEWS = "yw"


@dataclass(frozen=True)
class Column:
    """``path`` is the folder below content/, ``unit`` an id of units.csv, ``weight`` its share in percent or so."""

    path: str
    name: str
    type: str
    unit: str
    weight: float
    order: int

    @property
    def id(self) -> str:
        """Unique, and the first part of the ids of its documents."""
        return self.path.rpartition("/")[2]

    @property
    def top(self) -> str:
        """The first level it belongs to."""
        return self.path.partition("/")[0]

    @property
    def description(self) -> str:
        """A sentence for its page and its meta tag."""
        return f"公开明川县{self.name}方面的信息，按发布时间排列。"

    @property
    def keywords(self) -> tuple[str, str]:
        """Words for its meta tag."""
        return self.name, "明川县"


@cache
def columns() -> tuple[Column, ...]:
    """Every column but that of the villages, parents first, with weights that sum to one."""
    rows = [line.split() for line in _TABLE.strip().splitlines()]
    others = sum(float(row[4]) for row in rows)
    made = []
    for order, (path, name, kind, unit, weight) in enumerate(rows, 1):
        share = BUSY_SHARE if path == BUSY else float(weight) / others * (1 - BUSY_SHARE)
        made.append(Column(path, name, kind, unit, share, order * 10))
    return tuple(made)
