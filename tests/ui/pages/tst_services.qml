// SPDX-License-Identifier: GPL-3.0-or-later
// Finding what one came for: events, the guide, queries, chains and what a service says of itself.
import QtQuick
import Hall.Controls
import Hall.Session
import Hall.Visitor

Item {
    id: whole

    width: 1080
    height: 1920

    VisitorRoot {
        id: visitor
        anchors.fill: parent
    }

    PagesCase {
        name: "Services"
        stage: whole
        root: visitor

        function test_chooseEventThenService() {
            show("home")
            tap(find("我失业了"))
            compare(Session.eventId, "lost-job")
            compare(root.page.heading, "我失业了")
            tap(find("失业登记"))
            verify(called("openService unemployment-registration"))
            tap(find("Back"))
            compare(Session.eventId, "")
        }

        // The usual services stand on the home page itself, in their order; one touch opens one.
        function test_usualServicesTakeOneTouch() {
            const all = Session.services
            Session.services = all.map(one => Object.assign({}, one, {
                "often": one.id === "unemployment-benefit" ? 1 : one.id === "unemployment-registration" ? 2 : 0}))
            show("home")
            const first = find("失业保险金申领")
            const second = find("失业登记")
            verify(first !== null && second !== null)
            verify(find("就业困难人员认定") === null)
            verify(first.x < second.x || first.y < second.y)
            verify(second.height >= Theme.target)
            tap(second)
            verify(called("openService unemployment-registration"))
            compare(Session.eventId, "")
            Session.services = all
        }

        function test_whatIsRefusedSaysWhyAndStillOpens() {
            const all = Session.services
            Session.services = all.map(one => one.id === "unemployment-benefit"
                                       ? Object.assign({}, one, {"refused": "您还没有办理失业登记。"}) : one)
            show("home")
            tap(find("我失业了"))
            const card = find("失业保险金申领")
            verify(!card.available)
            compare(card.reason, "您还没有办理失业登记。")
            tap(card)
            verify(called("openService unemployment-benefit"))
            Session.services = all
        }

        function test_restingServiceSaysWhy() {
            show("home")
            tap(find("我失业了"))
            tap(find("就业困难人员认定"))
            compare(Session.calls.length, 0)
            let said = false
            shownItems(root, item => {
                if (item.title === "This service is resting" && item.text.includes("高拍仪"))
                    said = true
            })
            verify(said)
        }

        function test_theGuideTellsEverythingAtOnce() {
            show("guide-case")
            for (const words of ["解除劳动合同证明", "until 2026-12-03", "promise in writing", "by 2026-12-10", "free of charge"])
                verify(saysAnywhere(words), words)
            shownItems(root, item => {
                if (item.value !== undefined && item.label === "Service window")
                    compare(item.value, Session.guide.hours)
            })
        }

        function test_theGuideRestsWhereTheServiceDoes() {
            const guide = Session.guide
            Session.guide = Object.assign({}, guide, {"available": false, "reason": "centre.unreachable"})
            show("guide-case")
            verify(saysAnywhere("At this machine it rests at the moment"))
            compare(find("Do it now"), null)
            Session.guide = guide
        }

        function test_slipOfTheGuide_data() {
            return [{tag: "printing", says: "The page is being printed.", code: false},
                    {tag: "printed", says: "Please take the page from the paper slot.", code: false},
                    {tag: "code", says: "There is no paper at the moment.", code: true},
                    {tag: "not-printed", says: "The page could not be printed.", code: true},
                    {tag: "unknown", says: "Please look whether the page is in the paper slot.", code: true}]
        }

        function test_slipOfTheGuide(row) {
            Session.guidePaper = {"state": row.tag, "fault": null, "code": row.code ? "失业登记" : ""}
            show("guide-case")
            verify(saysAnywhere(row.says), row.says)
            Session.guidePaper = {"state": "", "fault": null, "code": ""}
        }

        function test_answerOnPaper_data() {
            return [{tag: "printing", says: "It is being printed."},
                    {tag: "printed", says: "Please take the paper from the paper slot."},
                    {tag: "none", says: "There is no paper at the moment."},
                    {tag: "not-printed", says: "It could not be printed."},
                    {tag: "unknown", says: "Please look whether the paper is in the paper slot."}]
        }

        function test_answerOnPaper(row) {
            Session.answerPaper = {"offered": "proof", "state": row.tag, "fault": null}
            show("query")
            verify(saysAnywhere(row.says), row.says)
            verify(find("Print the proof"))
            Session.answerPaper = {"offered": "", "state": "", "fault": null}
            show("query")
            compare(find("Print this"), null)
            compare(find("Print the proof"), null)
            Session.answerPaper = {"offered": "answer", "state": "", "fault": null}
        }

        // A number that goes on in the next line is read as two.
        function test_aCreditCodeIsOneLine() {
            const sections = Session.reviewSections
            Session.reviewSections = [{"pageId": "unit", "title": "您代表的单位", "rows": [
                {"label": "统一社会信用代码", "value": "91370202MA3DEM001A", "source": "centre"},
                {"label": "机构代码", "value": "12370200MB0DEM0038", "source": "centre"}]}]
            const ppm = Theme.ppm
            Theme.ppm = 1080 / 336.2  // 27 inches, upright
            show("review")
            for (const text of ["统一社会信用代码", "91370202MA3DEM001A", "12370200MB0DEM0038"]) {
                let line = null
                shownItems(root, item => line = item.text === text && item.lineCount !== undefined ? item : line)
                verify(line !== null, text)
                compare(line.lineCount, 1, text)
            }
            Theme.ppm = ppm
            Session.reviewSections = sections
        }

        // Two records, with what was asked for, fill one screen and no more: one way of turning over is enough.
        function test_twoVacanciesFitTheScreen() {
            const groups = Session.queryGroups
            const rows = ["单位名称", "月工资下限（元）", "月工资上限（元）", "工作地点", "招聘联系电话", "招聘联系人", "工作所在区县", "招聘人数",
                          "学历要求", "食宿情况", "招聘信息编号", "招聘有效期止"].map(label => ({"label": label, "value": "青岛市崂山区示例学院路3号"}))
            Session.queryGroups = [{"title": "您的要求", "rows": [{"label": "求职地区要求", "value": "青岛市"},
                                                                  {"label": "工资待遇要求（元）", "value": "4,500.00"}], "listed": false},
                                   {"title": "实训教师", "rows": rows, "listed": true},
                                   {"title": "设备维护工", "rows": rows, "listed": true},
                                   {"title": "保洁员", "rows": rows, "listed": true}]
            const ppm = Theme.ppm
            Theme.ppm = 1080 / 336.2  // 27 inches, upright
            show("query")
            verify(saysAnywhere("设备维护工"))
            verify(!root.page.scroll.overflowing)
            Theme.ppm = ppm
            Session.queryGroups = groups
        }

        function test_listIsTurnedOver() {
            const groups = Session.queryGroups
            const many = [{"title": "您的要求", "rows": [{"label": "工资", "value": "4000.00"}], "listed": false}]
            for (let i = 1; i <= 9; ++i)
                many.push({"title": "工作 " + i, "rows": [{"label": "单位", "value": "单位 " + i}], "listed": true})
            Session.queryGroups = many
            show("query")
            const leaves = Math.ceil(9 / root.page.most)
            verify(saysAnywhere("您的要求"))
            verify(saysAnywhere("工作 1"))
            verify(!saysAnywhere("工作 9"))
            for (let leaf = 1; leaf < leaves; ++leaf) {
                root.page.turn(leaf)
                verify(saysAnywhere("%1 of %2".arg(leaf + 1).arg(leaves)))
            }
            verify(saysAnywhere("工作 9"))
            verify(!saysAnywhere("您的要求"))
            Session.queryGroups = groups
        }

        function test_introductionSaysWhatIsToBeProved() {
            const before = Session.service
            show("intro")
            verify(!saysAnywhere("A proof that it is you"))
            Session.service = Object.assign({}, before, {"proof": "holder"})
            verify(saysAnywhere("A proof that it is you"))
            Session.service = before
        }

        function test_anEventWithOneServiceOpensIt() {
            const all = Session.services
            Session.services = all.slice(0, 1)
            show("home")
            tap(find("我失业了"))
            verify(called("openService unemployment-registration"))
            compare(Session.eventId, "")
            // One that rests is shown with its reason instead.
            Session.calls = []
            Session.services = all.slice(2)
            tap(find("我失业了"))
            compare(Session.eventId, "lost-job")
            compare(Session.calls.length, 0)
            Session.services = all
        }

        function test_severalServicesInOneGo() {
            Session.chains = [{"id": "unemployed", "title": "失业一件事", "summary": "一次办好", "event": "lost-job"}]
            show("home")
            tap(find("我失业了"))
            tap(find("失业一件事"))
            verify(called("openChain unemployed"))
            Session.chains = []
            // Offered beside a single service.
            Session.chain = {"offer": {"id": "unemployed", "title": "失业一件事", "summary": "一次办好", "services": 4}}
            show("intro")
            tap(find("失业一件事"))
            verify(called("together"))
            // What takes part, what may, and what does not with its reason.
            Session.chain = {"id": "unemployed", "atomic": false, "nothing": false, "parts": [
                {"id": "a", "title": "失业登记", "state": "taken", "text": "", "basis": ""},
                {"id": "b", "title": "失业保险金申领", "state": "open", "text": "", "basis": ""},
                {"id": "c", "title": "培训补贴", "state": "refused", "text": "没有证书。", "basis": "办法"}]}
            show("intro")
            verify(saidBy("失业登记"))
            verify(saidBy("失业保险金申领: if your answers call for it"))
            verify(saidBy("培训补贴: 没有证书。 办法"))
            verify(find("Start"))
            // Nothing to hand in: nothing to start.
            Session.chain = Object.assign({}, Session.chain, {"nothing": true})
            compare(find("Start"), null)
            Session.chain = {}
        }

        function test_eachCaseOfAChainHasItsNumber() {
            Session.caseNumbers = [{"number": "AAAA-BBBB-01", "service": "失业登记"},
                                   {"number": "CCCC-DDDD-02", "service": "求职登记"}]
            show("done")
            verify(saidBy("失业登记: case number AAAA-BBBB-01"))
            verify(saidBy("求职登记: case number CCCC-DDDD-02"))
            Session.caseNumbers = []
        }

        function test_whatNeedsTheNetworkSaysSoOnItsCard() {
            const all = Session.services
            const rests = Object.assign({}, all[0])
            rests.available = false
            rests.reason = "centre.unreachable"
            Session.services = [rests]
            show("home")
            const card = find("我失业了")
            compare(card.available, false)
            verify(card.reason.startsWith("This needs the network."), card.reason)
            Session.services = all
        }

        function test_introductionPromisesWhatCanBeKept_data() {
            return [{tag: "online", says: "at once"}, {tag: "offline", offlineForm: true, says: "once it has been sent"},
                    {tag: "no camera", cameraOut: true, says: "once the papers are there"}]
        }

        function test_introductionPromisesWhatCanBeKept(row) {
            const service = Session.service
            Session.service = Object.assign({}, service, {"immediate": true, "offlineForm": row.offlineForm === true,
                                                          "cameraOut": row.cameraOut === true})
            show("intro")
            const promises = ["at once", "once it has been sent", "once the papers are there"]
            const said = []
            shownItems(root, item => {
                if (promises.includes(item.value))
                    said.push(item.value)
            })
            compare(said.join(), row.says)
            Session.service = service
        }

        function test_stepsOfTheIntroductionAreThoseThatFollow_data() {
            return [{tag: "with papers", scans: true, steps: 4}, {tag: "without", scans: false, steps: 3}]
        }

        function test_stepsOfTheIntroductionAreThoseThatFollow(row) {
            const service = Session.service
            Session.service = Object.assign({}, service, {"scans": row.scans})
            show("intro")
            let told = []
            shownItems(root, item => {
                if (item.steps !== undefined && item.steps.length > 0 && item.steps[0].text !== undefined)
                    told = item.steps.map(step => step.text)
            })
            compare(told.length, row.steps)
            show("review")
            compare(root.page.stepNames.join(), told.join())
            Session.service = service
        }
    }
}
