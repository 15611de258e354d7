// SPDX-License-Identifier: GPL-3.0-or-later
// A scripted visit with the interface of the real Hall.Session, so that every page can be drawn and tested in every
// state without devices, store or network. `calls` records what the pages asked for. People here are fictional.
pragma Singleton
import QtQuick

QtObject {
    id: session

    property list<string> calls: []

    property string stage: "attract"
    property string pageId: stage
    property bool online: true
    property bool connecting: false
    property string language: "zh_CN"
    property bool elder: false
    property string role: "full"
    property string hallName: "就业智慧大厅"
    property string visitorName: "王*明"
    property string holderPicture: ""
    property string signerName: "王小明"
    property int secondsLeft: -1
    property bool helpCalled: false
    property bool serviced: false
    property bool someoneThere: true
    property bool powerLost: false
    property bool headphones: false
    property var restReason: null
    property string closed: ""
    property var signInFault: null
    property var readers: [
        {"id": "social-card-reader", "ready": true, "fault": ""},
        {"id": "id-card-reader", "ready": true, "fault": ""}
    ]
    property var scanner: null
    property bool checkingCode: false
    property bool askingLeave: false
    property var pin: ({"step": "enter", "typed": 0, "digits": 6, "triesLeft": -1, "lastTry": false, "another": false,
                        "fault": null})
    property var permit: ({"offered": true, "kind": "hk-mo", "keys": true, "note": "", "unread": 0, "reading": false,
                           "entry": "", "letter": true, "name": "C**", "number": "H0*****01", "birth": "1990-**-**",
                           "until": "2030-**-**"})
    property bool unproved: false
    property bool busy: false
    property bool cardAway: false
    property string cardAwayNote: ""
    property var submitFault: null
    property bool signatureDropped: false
    property var kept: new ArrayBuffer(0)
    property var deviceFaults: []
    property var consentParagraphs: [
        "为办理您选择的就业服务，本机将读取您卡片中的姓名、证件号码等信息，并扫描您提供的材料。",
        "这些信息只用于本次办理，加密后发送给市就业服务中心。办理结束后，本机不保留您的个人信息。",
        "您可以随时停止办理。不同意的，可以到服务窗口办理全部业务。"
    ]
    property string eventId: ""
    property var events: [
        {"id": "lost-job", "title": "我失业了", "icon": "work-lost"},
        {"id": "new-job", "title": "我就业了", "icon": "work-found"},
        {"id": "flexible", "title": "我灵活就业", "icon": "flexible"},
        {"id": "subsidy", "title": "我要领补贴", "icon": "money"},
        {"id": "training", "title": "我要参加培训", "icon": "training"},
        {"id": "start-up", "title": "我要创业", "icon": "start-up"},
        {"id": "progress", "title": "我要查进度", "icon": "search"},
        {"id": "print", "title": "我要打印凭证", "icon": "certificate"}
    ]
    property var services: [
        {"id": "unemployment-registration", "title": "失业登记", "summary": "登记失业，享受就业服务和政策",
         "event": "lost-job", "available": true, "reason": "", "minutes": 6, "icon": "work-lost", "often": 0, "refused": ""},
        {"id": "unemployment-benefit", "title": "失业保险金申领", "summary": "按月领取失业保险金",
         "event": "lost-job", "available": true, "reason": "", "minutes": 8, "icon": "money", "often": 0, "refused": ""},
        {"id": "hardship", "title": "就业困难人员认定", "summary": "认定后可申请援助和补贴",
         "event": "lost-job", "available": false, "reason": "高拍仪暂停使用，此业务需要扫描材料", "minutes": 10, "icon": "heart", "often": 0, "refused": ""}
    ]
    property var chains: []
    property var chain: ({})
    property var sharing: ({"purpose": "失业登记", "sources": [
        {"id": "police", "about": ["姓名与证件号码"], "licences": ["户口簿"]}, {"id": "social-insurance", "about": ["是否仍以职工身份参保"]},
        {"id": "pension", "about": ["是否领取养老待遇"]}, {"id": "market-regulator", "about": ["名下是否有在营经营主体"]},
        {"id": "labour-filing", "about": ["解除或终止劳动合同记录"]}]})
    property var pastCases: [
        {"number": "310115-20241120-0012", "service": "失业登记", "state": "stored", "at": "2024-11-20"}
    ]
    property bool casesHidden: false
    property bool casesUnsure: false
    property var pending: []
    property var pendingCase: ({
        "id": "0199b3a0-0000-7000-8000-000000000001", "number": "K7MX-4Q2P-8T", "service": "失业登记", "state": "correction",
        "code": "correction", "at": "2026-03-02 09:15", "until": "2026-03-31", "words": "", "what": "", "place": "",
        "answerable": true, "withdrawable": true, "detailed": true,
        "asked": [{"kind": "material", "title": "解除劳动合同证明", "text": "缺少单位盖章"},
                  {"kind": "field", "title": "手机号码", "text": "号码少一位"},
                  {"kind": "words", "title": "", "text": "请带上身份证原件到窗口核对。"}]
    })
    property string handedIn: ""
    property var suggestions: []
    property var prove: ({"goal": "service", "needed": "holder", "note": "", "noteWay": "", "step": "card", "typed": 0,
                          "fault": null, "lockedSeconds": 0, "clear": true, "other": false, "ways": [
                              {"id": "card-pin", "works": true, "reason": ""},
                              {"id": "holder-check", "works": false, "reason": "no-photo"},
                              {"id": "staff", "works": true, "reason": ""},
                              {"id": "window", "works": true, "reason": ""}]})
    property var service: ({
        "id": "unemployment-registration", "title": "失业登记",
        "summary": "登记失业后，可以享受职业介绍、培训和援助，并作为申领失业保险金的依据。",
        "who": ["法定劳动年龄内、有劳动能力、有就业要求的人员", "目前没有工作"],
        "materials": [
            {"title": "社会保障卡", "have": true, "why": "已读取"},
            {"title": "解除劳动合同证明", "have": false, "why": "证明失业的时间和原因", "follow": 5, "until": "2026-12-03",
             "promise": true, "original": ""}
        ],
        "minutes": 6, "fee": 0, "immediate": false, "workdays": 5, "available": true, "reason": "",
        "offlineForm": false, "query": false, "proof": "", "scans": true, "eligibleBasis": "", "outputs": ["就业失业登记凭证"],
        "eligible": "yes", "eligibleText": "根据您的情况，您可以办理这项业务。"
    })
    property var guideGroups: [
        {"title": "失去了工作", "icon": "work-lost", "items": [
            {"number": 3, "title": "失业登记", "cases": ["离职失业", "毕业未就业", "续登", "注销", "定期确认"]},
            {"number": 8, "title": "失业保险金申领", "cases": ["首次申领"]}]},
        {"title": "为单位办事", "icon": "people", "items": [
            {"number": 1, "title": "就业登记（单位）", "cases": ["招用登记", "合同变更、续签"]}]}
    ]
    property var guideItem: ({"number": 3, "title": "失业登记", "cases": [
        {"id": "lost-job", "title": "离职失业", "summary": "登记失业，享受就业服务和政策"},
        {"id": "renewal", "title": "续登", "summary": "登记期满后继续登记"}]})
    property var guide: ({
        "title": "离职失业", "service": "失业登记", "summary": "登记后可以享受免费服务。", "who": "年满16周岁、目前没有工作的常住人员",
        "unit": false, "minutes": 6, "fee": 0, "immediate": true, "workdays": 0, "channels": ["kiosk", "online", "window"],
        "level": "full", "always": true, "hours": "周一至周五 9:00–17:00", "legal": ["《就业服务与就业管理规定》第六十三条"],
        "here": true, "available": true, "reason": "",
        "papers": [
            {"title": "解除劳动合同证明", "have": false, "optional": false, "why": "证明失业的时间和原因",
             "waiver": "单位已经办理解聘备案", "follow": 5, "until": "2026-12-03", "promise": true, "original": ""},
            {"title": "就业创业证", "have": false, "optional": true, "why": "", "waiver": "", "follow": 0, "until": "",
             "promise": false, "original": "2026-12-10"}]
    })
    property var guidePaper: ({"state": "", "fault": null, "code": ""})
    property var promise: ({"title": "解除劳动合同证明", "paragraphs": [
        "我承诺：“解除劳动合同证明”要证明的情况属实，我在表里填写的内容与它一致。", "中心办理后会抽查，请保存好原件。",
        "承诺不实的，中心会撤销办理结果，追回已经发放的钱款。", "承诺是自愿的。不想承诺的，交上材料就行。"]})
    property var page: ({"id": "contact", "title": "怎样联系您？", "index": 1, "count": 4})
    property ListModel fields: ListModel {}
    property var errors: []
    property var material: ({"title": "解除劳动合同证明", "why": "证明失业的时间和原因", "page": 1, "pages": 2, "taken": 0, "enough": false, "index": 1,
                             "count": 2, "required": true, "later": false, "full": false, "follow": 5, "until": "2026-12-03",
                             "promise": true, "sought": ""})
    property var pageList: ({"title": "劳动合同", "pages": ["", "", ""], "least": 1, "most": 20, "enough": true, "full": false,
                             "removed": 0})
    property var capture: ({"state": "looking", "hint": "page.cut", "image": ""})
    property var reviewSections: [
        {"pageId": "person", "title": "个人信息", "rows": [
            {"label": "姓名", "value": "王小明", "source": "social-card"},
            {"label": "证件号码", "value": "310***********2345", "source": "social-card"}]},
        {"pageId": "contact", "title": "联系方式", "rows": [
            {"label": "手机号码", "value": "13800138000", "source": "visitor"},
            {"label": "居住地址", "value": "浦东新区测试路 1 号", "source": "centre"}]}
    ]
    readonly property var knownSections: reviewSections
    property var reviewMaterials: [{"title": "解除劳动合同证明", "pages": 2, "images": ["", ""]},
        {"title": "户口簿", "pages": 0, "images": [], "licence": {"number": "DEMO-H***0001", "issuer": "示例发证机关", "until": "2031-06-30"}}]
    property string caseNumber: "310115-20241125-0007"
    property var caseNumbers: []
    property var nextGroups: [{"title": "", "steps": ["中心收到后即时登记，结果会短信通知您。", "凭回执上的二维码可以查询进度。"]}]
    property string delivery: "stored"
    property string printState: "printed"
    property string printFault: ""
    property string receiptQr: "HALL:310115-20241125-0007"
    property string queryState: "found"
    property string queryAsOf: ""
    property var queryGroups: [
        {"title": "持证人", "rows": [{"label": "姓名", "value": "王小明"}, {"label": "证件号码", "value": "3702**********0061"}]},
        {"title": "证件信息", "rows": [{"label": "就业创业证号", "value": "3702030018000001"}, {"label": "发证日期", "value": "2024-11-22"}]}
    ]
    property var answerPaper: ({"offered": "answer", "state": "", "fault": null})
    property bool cardInSlot: true
    property var unit: ({"active": false, "confirmed": false, "name": "", "code": "", "entry": "91370202MA3D", "note": "",
                         "event": "employer"})
    property var draft: ({"offered": true, "waits": false, "state": "kept", "code": "4810 2735", "until": "00:00", "entry": "4810",
                          "note": ""})
    property var worker: ({"offered": false, "waiting": false, "note": ""})
    property var delegate: ({"offered": false, "active": false, "name": ""})
    property var people: ({"most": 200, "list": [
        {"name": "王小明", "number": "310***********2345", "problem": ""},
        {"name": "李示范", "number": "370***********0016", "problem": "这个人的信息还没有填完"}]})

    property var table: ({
        "offered": false, "stick": "in", "left": 0, "most": 200, "more": false, "file": "2026年11月新招用人员.csv", "note": "",
        "files": [{"name": "2026年11月新招用人员.csv", "workbook": false}, {"name": "名单.txt", "workbook": false},
                  {"name": "员工花名册.xlsx", "workbook": true}],
        "columns": ["证件类型", "证件号码", "姓名", "手机号码", "学历", "户口性质", "职业", "岗位名称", "用工形式", "工时制度", "是否全日制",
                    "合同编号", "合同类型", "合同签订日期", "合同起始日期", "合同终止日期", "到岗日期", "月工资"],
        "also": ["试用期截止日期", "服务期起始日期", "服务期终止日期"],
        "paper": {"state": "", "fault": null, "code": ""},
        "right": 12, "taken": false, "whole": [], "unknown": ["序号"],
        "wrong": [{"line": 4, "name": "李**", "number": "370200********0016", "errors": [
                      {"column": "手机号码", "text": "手机号码应为11位数字。 请检查后重新填写。"}]},
                  {"line": 9, "name": "", "number": "", "errors": [
                      {"column": "证件号码", "text": "表格软件把长号码改成了近似数，后几位已经丢失。 请把这一列设为“文本”格式，重新填写号码。"},
                      {"column": "", "text": "这位员工还不满16周岁，法律不允许招用。"}]}]
    })

    function note(call: string) {
        calls.push(call)
    }

    function fillFields(kind: string) {
        fields.clear()
        if (kind === "said") {
            fields.append({"fieldId": "address", "label": "户籍地址", "help": "", "type": "text", "keyboard": "letters", "value": "",
                           "display": "", "source": "resident-card", "required": true, "readOnly": false, "error": "",
                           "masked": false, "options": [], "undecided": true, "said": [
                               {"source": "resident-card", "text": "测试路1号", "hidden": false, "taken": false},
                               {"source": "centre", "text": "示例路2号", "hidden": false, "taken": false}]})
            return
        }
        if (kind === "read" || kind === "read-unsure") {
            fields.append({"fieldId": "assess_cert_no", "label": "证书编号", "help": "", "type": "text", "keyboard": "letters", "value": "",
                           "display": "", "source": "scan", "required": true, "readOnly": false, "error": "",
                           "masked": false, "options": [], "undecided": true, "said": [
                               {"source": "scan", "text": "S0001", "hidden": false, "taken": false, "unsure": kind === "read-unsure",
                                "picture": "qrc:/qt/qml/Hall/Controls/icons/page.svg"}]})
            return
        }
        if (kind === "choice") {
            fields.append({"fieldId": "reason", "label": "您失去工作的原因是？", "help": "请选择最接近的一项", "type": "choice",
                           "keyboard": "letters", "value": "dismissed", "display": "", "source": "", "required": true,
                           "readOnly": false, "error": "", "masked": false, "options": [
                               {"value": "expired", "text": "合同到期"}, {"value": "dismissed", "text": "单位解除合同"},
                               {"value": "closed", "text": "单位关闭"}, {"value": "resigned", "text": "本人辞职"},
                               {"value": "other", "text": "其他原因"}]})
            fields.append({"fieldId": "train", "label": "是否愿意参加培训？", "help": "", "type": "bool", "keyboard": "letters",
                           "value": "", "display": "", "source": "", "required": true, "readOnly": false, "error": "",
                           "masked": false, "options": []})
            return
        }
        fields.append({"fieldId": "name", "label": "姓名", "help": "", "type": "text", "keyboard": "letters",
                       "value": "王小明", "display": "王小明", "source": "social-card", "required": true, "readOnly": true,
                       "error": "", "masked": false, "options": []})
        fields.append({"fieldId": "phone", "label": "手机号码", "help": "办理结果会发短信给您", "type": "phone",
                       "keyboard": "phone", "value": kind === "errors" ? "138001" : "", "display": "", "source": "visitor", "required": true,
                       "readOnly": false, "error": kind === "errors" ? "手机号码应为 11 位数字" : "", "masked": false,
                       "options": []})
        fields.append({"fieldId": "since", "label": "失业日期", "help": "最后一天上班的日期", "type": "date",
                       "keyboard": "date", "value": "", "display": "", "source": "", "required": true,
                       "readOnly": false, "error": "", "masked": false, "options": []})
    }

    function setLanguage(code: string) { language = code }
    function permitStart() { note("permitStart") }
    function permitChoose(kind: string) { note("permitChoose " + kind) }
    function permitType() { note("permitType") }
    function permitConfirm() { note("permitConfirm") }
    function permitReject() { note("permitReject") }
    function permitKey(key: string) { note("permitKey " + key) }
    function permitErase() { note("permitErase") }
    function permitClear() { note("permitClear") }
    function permitEnter() { note("permitEnter") }
    function stay() { note("stay"); secondsLeft = -1 }
    function start() { note("start") }
    function back() { note("back") }
    function cancel() { note("cancel") }
    function goHome() { note("goHome") }
    function leaveService() { note("leaveService") }
    function help() { note("help"); helpCalled = true }
    function helped() { note("helped"); helpCalled = false }
    function acceptConsent() { note("acceptConsent") }
    function refuseConsent() { note("refuseConsent") }
    function setPin(change: var) { pin = Object.assign({}, pin, change) }
    function pinDigit(digit: int) {
        note("pinDigit " + digit)
        if (pin.typed < pin.digits)
            setPin({"typed": pin.typed + 1})
    }
    function pinErase() { note("pinErase"); setPin({"typed": Math.max(0, pin.typed - 1)}) }
    function pinClear() { note("pinClear"); setPin({"typed": 0}) }
    function pinEnter() { note("pinEnter") }
    function pinSkip() { note("pinSkip") }
    function showGuide() { note("showGuide") }
    function openGuideItem(number: int) { note("openGuideItem " + number) }
    function openGuideCase(id: string) { note("openGuideCase " + id) }
    function beginGuided() { note("beginGuided") }
    function printGuide() { note("printGuide") }
    function pinForgotten() { note("pinForgotten") }
    function printAnswer() { note("printAnswer") }
    function askPromise() { note("askPromise") }
    function openPageList() { note("openPageList") }
    function movePage(page: int, to: int) { note("movePage " + page + " " + to) }
    function removePage(page: int) { note("removePage " + page) }
    function putPageBack() { note("putPageBack") }
    function retakePage(page: int) { note("retakePage " + page) }
    function addPage() { note("addPage") }
    function givePromise() { note("givePromise") }
    function keepDraft() { note("keepDraft") }
    function openDraft() { note("openDraft") }
    function draftDigit(digit: int) { note("draftDigit " + digit) }
    function draftErase() { note("draftErase") }
    function draftClear() { note("draftClear") }
    function draftEnter() { note("draftEnter") }
    function unitStart() { note("unitStart") }
    function unitKey(key: string) { note("unitKey " + key) }
    function unitErase() { note("unitErase") }
    function unitClear() { note("unitClear") }
    function unitEnter() { note("unitEnter") }
    function unitLeave() { note("unitLeave") }
    function readWorker() { note("readWorker") }
    function addPerson() { note("addPerson") }
    function removePerson(index: int) { note("removePerson " + index) }
    function openTable() { note("openTable") }
    function chooseTable(index: int) { note("chooseTable " + index) }
    function printColumns() { note("printColumns") }
    function openRows() { note("openRows") }
    function correctRow(index: int) { note("correctRow " + index) }
    function actForOther() { note("actForOther") }
    function actForSelf() { note("actForSelf") }
    function openService(id: string) { note("openService " + id) }
    function openChain(id: string) { note("openChain " + id) }
    function together() { note("together") }
    function begin() { note("begin") }
    function setProve(change: var) { prove = Object.assign({}, prove, change) }
    function openPending(id: string) { note("openPending " + id) }
    function answerPending() { note("answerPending") }
    function withdrawPending() { note("withdrawPending") }
    function printPending() { note("printPending") }
    function followSuggestion(service: string) { note("followSuggestion " + service) }
    function declineSuggestion(service: string) { note("declineSuggestion " + service) }
    function goOn() { note("goOn") }
    function showCases() { note("showCases") }
    function chooseWay(id: string) { note("chooseWay " + id) }
    function proveAgree() { note("proveAgree") }
    function setAnswer(fieldId: string, value: var) {
        note("setAnswer " + fieldId + "=" + value)
        for (let i = 0; i < fields.count; ++i) {
            if (fields.get(i).fieldId === fieldId)
                fields.setProperty(i, "value", String(value))
        }
    }
    function takeSaid(fieldId: string, index: int) { note("takeSaid " + fieldId + " " + index) }
    function next() { note("next") }
    function shoot() { note("shoot") }
    function acceptShot() { note("acceptShot") }
    function retake() { note("retake") }
    function firstHalfAgain() { note("firstHalfAgain") }
    function takeInTwo(yes: bool) { note("takeInTwo " + yes) }
    function skipMaterial() { note("skipMaterial") }
    function change(pageId: string) { note("change " + pageId) }
    function confirmReview() { note("confirmReview") }
    function keepSignature(strokes: var) { kept = strokes }
    function keptSignature(): var { return kept }
    function setSignature(png: var) { note("setSignature " + png.byteLength) }
    function submit() { note("submit") }
    function reprint() { note("reprint") }
    function finish() { note("finish") }
}
