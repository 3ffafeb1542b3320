"""What the office does with a file. No Qt in here; below it stands `db`.

Glossary: one English word per term of the field.

====================  ==================  ====================================================
English               Chinese             note
====================  ==================  ====================================================
case                  档案                one household's file, from application to archive
household             家庭                the people who share a living
applicant             申请人              the worker in whose name the case is kept
member                家庭成员            anyone of the household but the applicant
supporter             赡(扶)抚养人        owes support but does not share the living
survey                入户调查            two visitors, by name
check                 经济核对            the reply of the civil-affairs checking centre
appraisal             民主评议            a meeting with minutes
publicity             公示                a notice, its period, its objections
review                审核                by 审核
approval              审批                by 审批; on paper where nobody holds that role
assessment            认定                facts, rule set, result, trace
category              困难类别            深度, 相对, 意外致困
level                 档案级别            全国级 … 基层; in some rule sets the result itself
plan                  帮扶计划            一户一策
measure               措施                one line of a plan
grant                 救助                one aid item for one household
comfort               慰问                given to somebody without a file, with a register of its own
fund                  资金                where the money comes from
payment batch         发放批次            grants that are paid together
exit                  退出                脱困, 解困 and the other ways out
follow-up             回访                a visit after exit, or a regular one on file
return                返困                a new case linked to the closed one
correction            更正                change of facts after approval, by request and review
back entry            补录                a file approved on paper, entered with its real dates
visitor               来访                who came, called or wrote; with or without a file
unit                  工会组织            a node of the tree of unions
office                单位                the union that keeps this file
seal                  印章                the office's own scan; the demo's is marked 样章
issued paper          签发文书            a stamped form with serial, hash and authentication code
rule set              认定标准            dated data over pure functions
dibao                 低保标准            kept as it is: the statutory term
account               账号                who logs in; holds roles
journal               操作记录            undo, history and audit in one
====================  ==================  ====================================================
"""
