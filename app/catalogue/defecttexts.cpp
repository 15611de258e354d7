// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/defecttexts.h"

#include "app/catalogue/defect.h"

#include <array>

namespace hall {

namespace {

using enum DefectId;

constexpr std::array<DefectText, std::size_t(Count)> texts{{
    {NoCatalogue, "no-catalogue", "there is no such folder", "name the folder of the catalogue", "没有这个文件夹",
     "请写出业务目录所在的文件夹"},
    {NoFolder, "no-folder", "the folder is missing", "add it", "缺少这个文件夹", "请补上该文件夹"},
    {Unreadable, "unreadable", "the file cannot be read: %1", "add it or correct its rights", "文件读不出来（%1）",
     "请补上该文件，或改正文件的读取权限"},
    {TooLarge, "too-large", "the file is larger than 4 MiB", "split it", "文件超过 4 MiB", "请拆成几个文件"},
    {NotJson, "not-json", "not JSON, line %1, column %2: %3: %5", "%4", "不是正确的 JSON，第 %1 行第 %2 列：%3：%5",
     "%4"},
    {NotUtf8, "not-utf8", "not JSON, line %1: the file is not written in UTF-8", "save it again in the encoding UTF-8",
     "不是正确的 JSON，第 %1 行：文件编码不是 UTF-8", "请把文件另存为 UTF-8 编码"},
    {NotAnObject, "not-an-object", "the file is not one JSON object",
     "put everything between one { and one }, see resources/schema/%1.schema.json", "文件内容不是一个 JSON 对象",
     "请把全部内容放在一对 { } 里，写法见 resources/schema/%1.schema.json"},
    {WrongName, "wrong-name", "the id '%1' is not the file's name (%2)", "write \"%2\" here or rename the file",
     "id 写的是“%1”，文件名却是“%2”", "请改成 \"%2\"，或给文件改名"},
    {MissingWords, "missing-words", "the file cannot be read", "add it, as in the catalogue delivered with the program",
     "文件读不出来", "请照程序自带的业务目录补上该文件"},
    {BrokenWords, "broken-words", "%1", "give every text in zh and en, as in the file delivered with the program", "%1",
     "每段文字都要有 zh 和 en，写法见程序自带的文件"},

    {NoSchema, "no-schema", "the program has no schema '%1'", "reinstall the program", "程序里没有“%1”的格式说明",
     "请重新安装程序"},
    {OtherShape, "other-shape", "the file does not follow its schema", "see resources/schema/%1.schema.json",
     "文件不符合格式要求", "写法见 resources/schema/%1.schema.json"},
    {WrongType, "wrong-type", "%1 stands here, which is of the wrong type", "write %2", "这里写的是 %1，类型不对",
     "请写成：%2"},
    {NotOneOf, "not-one-of", "%1 stands here, which is none of the allowed values", "write one of %2",
     "这里写的是 %1，不在允许的取值之内", "请改成以下之一：%2"},
    {TooSmall, "too-small", "%1 stands here, which is too small", "write %2", "这里写的是 %1，太小了", "请写成：%2"},
    {TooBig, "too-big", "%1 stands here, which is too large", "write %2", "这里写的是 %1，太大了", "请写成：%2"},
    {EmptyText, "empty-text", "the text is empty", "write %1", "这里的文字是空的", "请写上：%1"},
    {WrongForm, "wrong-form", "%1 stands here, which is not written as it must be", "write %2",
     "这里写的是 %1，写法不对", "请写成：%2"},
    {Missing, "missing", "'%1' is missing here", "add \"%1\": %2", "这里缺少“%1”", "请补上 \"%1\"：%2"},
    {Misspelt, "misspelt", "there is no property '%1' here; '%2' is missing", "rename \"%1\" to \"%2\"",
     "这里没有“%1”这一项，却缺少“%2”", "请把 \"%1\" 改成 \"%2\""},
    {TooFew, "too-few", "the list has %1 entries, which is fewer than %2", "add what is missing",
     "列表里有 %1 项，至少要有 %2 项", "请补齐"},
    {TooMany, "too-many", "the list has %1 entries, which is more than %2",
     "take out or move elsewhere what is too much", "列表里有 %1 项，最多只能有 %2 项", "请删去或移走多余的项"},
    {TwiceInList, "twice-in-list", "%1 stands in the list twice", "remove one", "列表里的 %1 出现了两次", "请删去一个"},
    {NoMembers, "no-members", "nothing stands between { and }", "add at least one entry, or remove the whole",
     "{ } 之间是空的", "请至少写一项，或整项删去"},
    {Stranger, "stranger", "there is no property '%1' here", "remove it or correct its name; allowed: %2",
     "这里没有“%1”这一项", "请删去，或改正名称；可以用的有：%2"},
    {BadName, "bad-name", "'%1' is no name that can stand here", "write %2", "“%1”不能用作这里的名称", "请写成：%2"},

    {NoService, "no-service", "there is no sound service '%1'", "correct the id, or add or mend services/%1.json",
     "没有可用的业务“%1”", "请改正编号，或补上、改好 services/%1.json"},
    {NoSuchTemplate, "no-template", "there is no sound template '%1'",
     "correct the name, or add or mend templates/%1.json", "没有可用的模板“%1”",
     "请改正名称，或补上、改好 templates/%1.json"},
    {NoEvent, "no-event", "events.json has no life event '%1'", "add it or name another; there are: %2",
     "events.json 里没有“%1”这一组", "请补上，或改用已有的：%2"},
    {NoField, "no-field", "the dictionary has no sound field '%1'", "correct the id, or add or mend the field",
     "数据字典里没有可用的字段“%1”", "请改正编号，或在 dictionary.json 里补上、改好该字段"},
    {NoBoolField, "no-bool-field", "there is no sound yes-or-no field '%1'", "add it to the dictionary or name another",
     "没有可用的是非字段“%1”", "请在数据字典里补上，或改用别的是非字段"},
    {NoRegionField, "no-region-field", "there is no sound field of a region '%1'",
     "add it to the dictionary or name another", "没有可用的行政区划字段“%1”",
     "请在数据字典里补上，或改用别的区划字段"},
    {NoTable, "no-table", "there is no sound code table '%1' (codes/%1.json)",
     "correct the name, or add or mend codes/%1.json", "没有可用的代码表“%1”（codes/%1.json）",
     "请改正名称，或补上、改好 codes/%1.json"},
    {NoMessage, "no-message", "messages.json has no '%1'", "add the message, or name one that is there",
     "messages.json 里没有“%1”", "请补上该提示语，或改用已有的"},
    {NoCode, "no-code", "table %1 has no code '%2'", "correct it or add the row", "代码表 %1 里没有代码“%2”",
     "请改正代码，或在表里补上这一行"},
    {NoFunction, "no-function", "there is no function '%1'", "write one of %2", "没有“%1”这个函数",
     "请改成以下之一：%2"},
    {NoParentRow, "no-parent-row", "there is no row '%1'", "add the row or correct the parent", "表里没有上级代码“%1”",
     "请补上这一行，或改正上级代码"},
    {NoChoices, "no-choices", "table '%1' offers nothing under '%2'", "name a parent code of the table",
     "代码表“%1”里，“%2”下面没有可选的代码", "请写表里的一个上级代码"},
    {NoMaterial, "no-material", "there is no material '%1'", "add the letter to `materials`, or name one of them",
     "材料里没有“%1”", "请在 materials 里补上这份委托书，或改成已有的材料"},
    {NotOfChain, "not-of-chain", "'%1' is not of this chain", "correct the id", "“%1”不在这件“一件事”里", "请改正编号"},
    {NotInArea, "not-in-area", "'%1' does not lie in %2", "move it to the pack of its region", "“%1”不属于 %2",
     "请移到所属地区的文件里"},

    {BadRule, "bad-rule", "rule, character %1: %2: %3", "correct the rule at that character",
     "规则第 %1 个字符处：%2：%3", "请在该处改正规则"},
    {NoDay, "no-day", "'%1' is no day", "write year-month-day as 2026-01-31, a day that is in the calendar",
     "“%1”不是一个日期", "请写成日历上有的日期，如 2026-01-31"},
    {EndsBeforeBegin, "ends-before-begin", "the version ends before it begins", "correct one of the days",
     "停用日期早于启用日期", "请改正其中一个日期"},
    {Ended, "ended", "this version ended on %1", "put the version in its place that is in force",
     "这个版本已于 %1 停用", "请换成现行版本"},
    {LastBeforeFirst, "last-before-first", "the last day is before the first", "correct one of them",
     "最后一天早于第一天", "请改正其中一个日期"},
    {NotDaysOfYear, "not-days-of-year", "not days of %1 in their order", "correct them: the first day, then the last",
     "不是 %1 年内先后相接的日期", "请改正：先写第一天，再写最后一天"},
    {RowsNotInOrder, "rows-not-in-order", "the rows are not in the order of their days",
     "sort them, oldest first, each day once", "各行没有按日期先后排列", "请按日期从早到晚排列，同一天只写一行"},
    {MoneyDecimals, "money-decimals", "money has two decimals, and this is %1", "write yuan with at most two decimals",
     "金额最多两位小数，这里是 %1", "请以元为单位，最多写两位小数"},
    {NotWhole, "not-whole", "not a whole number: %1", "write a whole number", "不是整数：%1", "请写整数"},
    {OtherPolicyType, "other-policy-type", "a larger region gives this another type", "use the same type",
     "与上级地区所写的类型不同", "请改成相同的类型"},

    {NoPattern, "no-pattern", "the pattern is no regular expression", "correct it or remove it",
     "pattern 不是正确的正则表达式", "请改正或删去"},
    {DerivesFromNoField, "derives-from-no-field", "the dictionary has no field '%1'", "correct the id",
     "数据字典里没有字段“%1”", "请改正编号"},
    {FollowsFromItself, "follows-from-itself", "the value of '%1' follows from itself",
     "break the circle: derive it from other fields", "字段“%1”的值绕一圈又由自己推出", "请改由别的字段推出，断开循环"},
    {FieldWithoutTable, "field-without-table", "field '%1' has no code table (%2)",
     "add the table to codes/ and name it in the dictionary", "字段“%1”没有代码表（%2）",
     "请在 codes/ 里补上代码表，并写进数据字典"},
    {FieldWithoutPlain, "field-without-plain", "field '%1' has no plain sentence", "add `plain` to the dictionary",
     "字段“%1”没有通俗说明", "请在数据字典里补上 plain"},

    {CodeTwice, "code-twice", "code '%1' appears twice", "remove one", "代码“%1”出现了两次", "请删去一个"},
    {ServiceTwice, "service-twice", "service '%1' appears twice", "remove one", "业务“%1”出现了两次", "请删去一个"},
    {CaseTwice, "case-twice", "case '%1' appears twice", "rename one", "情形“%1”出现了两次", "请给其中一个改名"},
    {NeedTwice, "need-twice", "need '%1' appears twice", "rename one", "需求“%1”出现了两次", "请给其中一个改名"},
    {CheckTwice, "check-twice", "check '%1' appears twice", "rename one", "比对“%1”出现了两次", "请给其中一个改名"},
    {MaterialTwice, "material-twice", "material '%1' appears twice", "rename one", "材料“%1”出现了两次",
     "请给其中一个改名"},
    {DistrictTwice, "district-twice", "'%1' appears twice", "remove one", "“%1”出现了两次", "请删去一个"},
    {AskedTwice, "asked-twice", "field '%1' is asked twice in this form", "remove one", "这张表里字段“%1”问了两次",
     "请删去一处"},

    {CannotAsk, "cannot-ask", "a form cannot ask field '%1'",
     "make it readonly and not required, or remove it from the form", "字段“%1”不能在表里让人填写",
     "请设为只读且不必填，或从表里删去"},
    {NeverShown, "never-shown", "field '%1' can never be shown: the condition is false whatever is known",
     "correct the condition or remove the field", "字段“%1”永远不会显示：条件无论如何都不成立",
     "请改正条件，或删去该字段"},
    {NobodyAsks, "nobody-asks", "field '%1' depends on '%2', which nobody asks and no source knows",
     "ask it on an earlier page, or name another fact", "字段“%1”取决于“%2”，而这一项表里不问，也没有数据来源",
     "请在前面的页上问它，或换一个条件"},
    {DependsOnItself, "depends-on-itself", "the condition of field '%1' depends on itself", "break the circle",
     "字段“%1”是否显示，绕一圈又取决于它自己", "请改条件，断开循环"},
    {QueryShowsNothing, "query-shows-nothing", "a query service shows nothing",
     "list the fields of the answer in `results`", "查询业务没有可显示的内容", "请在 results 里列出要显示的字段"},
    {PaperOfCase, "paper-of-case", "only the answer of a query is printed so", "remove it: a case has its receipt",
     "只有查询业务的结果才这样打印", "请删去：办件有回执"},
    {NoPage, "no-page", "the form has no page", "add a page", "表里一页也没有", "请至少补上一页"},
    {NoOfflineForm, "no-offline-form", "offline is allowed but there is no offline form",
     "add the form, or write \"offline\": \"deny\"", "允许离线办理，却没有离线表格",
     "请补上离线表格，或写成 \"offline\": \"deny\""},
    {NeverChecked, "never-checked", "the check '%1' can never be made", "correct the condition or remove the check",
     "比对“%1”永远不会进行", "请改正条件，或删去该比对"},
    {AskedNowhere, "asked-nowhere", "'%1' is asked in no form of the service", "name a field of the forms",
     "本业务的表里都没有问“%1”", "请改用表里有的字段"},
    {NotFromPaper, "not-from-paper", "'%1' is not filled in from a paper",
     "add `ocr` to its `prefill` in the dictionary, or remove it here", "“%1”不从纸质材料上读取",
     "请在数据字典该字段的 prefill 里加上 ocr，或从这里删去"},
    {MostBelowLeast, "most-below-least", "most (%1) is below least (%2)", "correct the numbers",
     "最多页数（%1）少于最少页数（%2）", "请改正页数"},
    {WaivedWithoutReason, "waived-without-reason", "material '%1' is waived without a reason",
     "add `waiver`: what makes the paper needless then", "材料“%1”可以免交，却没有写理由",
     "请补上 waiver，写明为什么不用交"},
    {WindowWithoutDays, "window-without-days", "material '%1' is shown at the window, but within how many days?",
     "add `originalDays`", "材料“%1”要到窗口核验原件，却没有写期限", "请补上 originalDays（工作日）"},
    {LicenceWithoutBasis, "licence-without-basis", "`licence` and `licenceBasis` stand together or not at all",
     "say what it rests on that this paper has an electronic licence", "licence 与 licenceBasis 必须同时写或同时不写",
     "请写明“这份材料有电子证照”的依据"},
    {PromiseUncompared, "promise-uncompared",
     "material '%1' is compared with no source (trust C or D), so no promise can stand for it",
     "remove `promise`: the paper itself has to be handed in",
     "材料“%1”不与任何数据来源比对（trust 为 C 或 D），不能用承诺代替", "请删去 promise，这份材料必须交"},
    {PromiseAtWindow, "promise-at-window", "material '%1' is shown at the window, so no promise can stand for it",
     "remove `promise`: the paper itself has to be handed in", "材料“%1”要到窗口核验原件，不能用承诺代替",
     "请删去 promise，这份材料必须交"},
    {LicenceNotAgreed, "licence-not-agreed", "nobody agrees that '%1' is asked for it",
     "add a check with this source, or remove `licence`", "没有请办事人同意向“%1”查询这份证照",
     "请在 checks 里加上这个来源，或删去 licence"},
    {LicenceOfPerson, "licence-of-person", "'%1' is a person's, and a unit hands in the case", "remove `licence`",
     "“%1”是个人的证照，而本业务由单位办理", "请删去 licence"},
    {NoGuardianConsent, "no-guardian-consent",
     "`minors` is \"guardian\", but there is no material 'guardian-consent' to bring the consent on",
     "add the material `guardian-consent`, as in services/graduate-subsidy.json, or write \"minors\": \"alone\"",
     "minors 写的是 \"guardian\"，材料里却没有监护人同意书（guardian-consent）",
     "请照 services/graduate-subsidy.json 补上材料 guardian-consent，或写成 \"minors\": \"alone\""},
    {GuardianConsentUnused, "guardian-consent-unused",
     "the material 'guardian-consent' is there, but `minors` is not \"guardian\"",
     "write \"minors\": \"guardian\", or remove the material",
     "材料里有监护人同意书（guardian-consent），minors 却不是 \"guardian\"",
     "请写上 \"minors\": \"guardian\"，或删去这份材料"},
    {NeedMissing, "need-missing", "%2, but `needs` does not name \"%1\"", "add \"%1\" to `needs`",
     "%2，needs 里却没有 \"%1\"", "请在 needs 里加上 \"%1\""},
    {NeedUnused, "need-unused", "`needs` names \"%1\", but %2", "remove \"%1\" from `needs`", "needs 里有 \"%1\"，但%2",
     "请从 needs 里删去 \"%1\""},
    {NoIdentity, "no-identity", "the first page of the form does not say who applies: %1 is not on it",
     "add it to the first page, `readonly` and `required`", "表的第一页没有写明谁在办：缺少 %1",
     "请在第一页补上，并写 readonly 和 required"},
    {RuleNeverDecided, "rule-never-decided",
     "the rule can never be yes: '%1' is not asked in %2, and no source knows it",
     "ask it there, give it a source in the dictionary, or change the rule",
     "这条规则永远不会成立：%2没有问“%1”，也没有数据来源", "请在表里问它，或在数据字典里写明来源，或改规则"},
    {PromisedAboveStatutory, "promised-above-statutory", "%1 workdays are promised, more than the law's %2",
     "correct `promised` or `statutory`", "承诺 %1 个工作日，比法定的 %2 个工作日还长", "请改正 promised 或 statutory"},
    {ImmediateWithDays, "immediate-with-days", "`immediate` is true, but %1 workdays are promised",
     "write \"promised\": 0, or \"immediate\": false", "immediate 写的是当场办结，却承诺 %1 个工作日",
     "请写 \"promised\": 0，或写 \"immediate\": false"},
    {LaterWithoutDays, "later-without-days", "`immediate` is false, but 0 workdays are promised",
     "write how many workdays it takes, or \"immediate\": true", "不是当场办结，承诺的工作日却是 0",
     "请写明需要几个工作日，或写 \"immediate\": true"},

    {OrderCircle, "order-circle", "the order of '%1' goes in a circle", "correct `after`", "“%1”的先后次序绕成了一圈",
     "请改正 after"},
    {NoChannel, "no-channel", "neither the case nor its service names a channel", "add `channels` to services/%1.json",
     "情形和业务都没有写办理渠道", "请在 services/%1.json 里补上 channels"},
    {ChannelNotOfService, "channel-not-of-service", "'%1' is no channel of services/%2.json",
     "remove it here, or add it to `channels` there", "services/%2.json 里没有“%1”这个办理渠道",
     "请从这里删去，或在那边的 channels 里加上"},
    {LevelAboveService, "level-above-service", "'%1' stands here, but services/%2.json says '%3'",
     "correct the one that is wrong: the list cannot promise more than the service does",
     "这里写的是“%1”，services/%2.json 写的却是“%3”", "请改正写错的一处：清单不能比业务本身许诺得更多"},
    {OtherStatutory, "other-statutory", "%1 workdays stand here, but services/%2.json says %3 (`time`, `statutory`)",
     "correct the one that is wrong", "这里的法定时限是 %1 个工作日，services/%2.json 的 time.statutory 却是 %3",
     "请改正写错的一处"},
    {OtherPromised, "other-promised", "%1 workdays stand here, but services/%2.json says %3 (`time`, `promised`)",
     "correct the one that is wrong", "这里的承诺时限是 %1 个工作日，services/%2.json 的 time.promised 却是 %3",
     "请改正写错的一处"},
    {PapersBelowService, "papers-below-service",
     "%1 papers stand here, but services/%2.json asks everybody for %3 (`materials`)", "correct the one that is wrong",
     "这里写的是 %1 份材料，services/%2.json 的 materials 却要求人人交 %3 份", "请改正写错的一处"},
    {PapersAboveService, "papers-above-service",
     "%1 papers stand here, but services/%2.json knows only %3 (`materials`)", "correct the one that is wrong",
     "这里写的是 %1 份材料，services/%2.json 的 materials 里却只有 %3 份", "请改正写错的一处"},
    {NeedAsksHas, "need-asks-has", "a need rests on what is known, so its rule cannot ask has()",
     "compare the field with something", "需求要以已知的情况为依据，规则里不能用 has()", "请把字段与具体的值作比较"},
    {NeedForAll, "need-for-all", "the rule is yes for everybody", "name the fact that it rests on",
     "这条规则对谁都成立", "请写明它依据的字段"},
    {BranchNeverDecided, "branch-never-decided",
     "the rule can never be yes: '%1' is asked in no form of this chain's services, and no source knows it",
     "ask it in one of them, give it a source in the dictionary, or change the rule",
     "这条规则永远不会成立：“%1”在这件“一件事”的各张表里都没有问，也没有数据来源",
     "请在其中一张表里问它，或在数据字典里写明来源，或改规则"},
}};

constexpr bool inOrder()
{
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const DefectText &text = texts[i];
        if (text.what != DefectId(i) || !*text.id || !*text.reasonEn || !*text.cureEn || !*text.reasonZh ||
            !*text.cureZh) {
            return false;
        }
    }
    return true;
}
static_assert(inOrder(), "a kind of defect without its texts, or out of order");

// Fills %1 … %9 in one go: what an argument says is not looked at again.
QString filled(const char *text, const DefectArguments &arguments, QString LocalText::*language)
{
    const QString form = QString::fromUtf8(text);
    QString whole;
    for (qsizetype i = 0; i < form.size(); ++i) {
        const int digit = form[i] == u'%' && i + 1 < form.size() ? form[i + 1].digitValue() : 0;
        if (digit < 1) {
            whole += form[i];
            continue;
        }
        whole += digit <= arguments.size() ? arguments[digit - 1].text().*language : QString();
        ++i;
    }
    return whole;
}

// What a reference leads to, when that is what is missing.
QString aboutOf(DefectId id, const DefectArguments &arguments)
{
    const QString first = arguments.isEmpty() ? QString() : arguments[0].text().en;
    return id == NoService                                             ? u"services/"_qs + first
           : id == NoSuchTemplate                                      ? u"templates/"_qs + first
           : id == NoTable                                             ? u"codes/"_qs + first
           : id == NoEvent                                             ? u"events"_qs
           : id == NoMessage                                           ? u"messages"_qs
           : id == NoField || id == NoBoolField || id == NoRegionField ? u"field "_qs + first
                                                                       : QString();
}

}  // namespace

const DefectText &defectText(DefectId id)
{
    return texts[std::min(std::size_t(id), texts.size() - 1)];
}

LocalText inWords(const char *en, const char *zh, const DefectArguments &arguments)
{
    return {filled(zh, arguments, &LocalText::zh), filled(en, arguments, &LocalText::en)};
}

Defect defectOf(const QString &file, const QString &path, DefectId id, const DefectArguments &arguments)
{
    const DefectText &text = defectText(id);
    return {file,
            path,
            filled(text.reasonEn, arguments, &LocalText::en),
            filled(text.cureEn, arguments, &LocalText::en),
            QString::fromLatin1(text.id),
            filled(text.reasonZh, arguments, &LocalText::zh),
            filled(text.cureZh, arguments, &LocalText::zh),
            {},
            aboutOf(id, arguments)};
}

}  // namespace hall
