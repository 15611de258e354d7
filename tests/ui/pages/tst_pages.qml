// SPDX-License-Identifier: GPL-3.0-or-later
// Every stage shows its page, whole and named; touches reach the session; nothing is lost or done twice.
import QtQuick
import QtTest
import Hall.Controls
import Hall.Session
import Hall.Visitor

Item {
    id: stage

    width: 1080
    height: 1920

    VisitorRoot {
        id: root
        anchors.fill: parent
    }

    TestCase {
        name: "Pages"
        when: windowShown

        readonly property var stages: ["attract", "guide", "guide-item", "guide-case", "sign-in", "reading", "pin", "pin-change",
            "permit-kind", "permit-lay", "permit-check", "permit-number", "permit-again", "consent", "refused", "home", "pending", "intro",
            "prove", "prove-pin", "pin-own", "pin-changed", "prove-face", "prove-staff", "prove-window", "form",
            "scan", "promise", "review", "sign", "submitting", "done", "query", "take-card", "ended", "out-of-service",
            "unit", "people", "delegate", "table", "table-rows", "draft-kept", "draft-code"]

        function init() {
            // Qt says this of its own timer when a window is covered just as an animation ends: not ours.
            failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/)
            Session.calls = []
            Session.errors = []
            Session.eventId = ""
            Session.secondsLeft = -1
            Session.helpCalled = false
            Session.pin = {"step": "enter", "typed": 0, "digits": 6, "triesLeft": -1, "lastTry": false, "another": false,
                           "fault": null}
            Session.permit = {"offered": true, "kind": "hk-mo", "keys": true, "note": "", "unread": 0, "reading": false,
                              "entry": "", "letter": true, "name": "C**", "number": "H0*****01", "birth": "1990-**-**",
                              "until": "2030-**-**"}
            Session.casesHidden = false
            Session.setProve({"goal": "service", "needed": "holder", "note": "", "step": "card", "typed": 0, "fault": null,
                              "lockedSeconds": 0, "clear": true, "other": false})
            root.asking = ""
            Touch.lastTime = 0
        }

        function cleanup() {
            Theme.textSize = "normal"
            Theme.portrait = true
            stage.width = 1080
            stage.height = 1920
        }

        function show(name, fields) {
            Session.stage = "attract"
            if (name === "form")
                Session.fillFields(fields ?? "")
            Session.stage = name
            tryVerify(() => root.page !== null && root.page.heading !== "")
            wait(10)
        }

        function shownItems(item, visit) {
            if (!item.visible || item.opacity === 0)
                return
            visit(item)
            for (let i = 0; i < item.children.length; ++i)
                shownItems(item.children[i], visit)
        }

        function find(text) {
            let found = null
            shownItems(root, item => {
                if (found === null && item.text === text && typeof item.acted === "function")
                    found = item
            })
            return found
        }

        function key(text) {
            let found = null
            shownItems(root, item => {
                if (item.text === text && typeof item.typed === "function")
                    found = item
            })
            return found
        }

        function tap(item) {
            verify(item !== null, "the button is there")
            tryVerify(() => item.enabled, 2000, "the button takes presses")
            Touch.lastTime = 0
            waitForRendering(root.page, 200)  // a page that has just changed is laid out with its next frame
            const touch = touchEvent(item)
            touch.press(0, item, item.width / 2, item.height / 2).commit()
            touch.release(0, item, item.width / 2, item.height / 2).commit()
        }

        function called(call) {
            for (const one of Session.calls) {
                if (one === call)
                    return true
            }
            return false
        }

        function test_everyStage_data() {
            const rows = []
            for (const name of stages) {
                for (const portrait of [true, false]) {
                    for (const size of ["normal", "xlarge"])
                        rows.push({tag: name + (portrait ? " portrait " : " landscape ") + size, stage: name,
                                   portrait: portrait, size: size})
                }
            }
            return rows
        }

        function test_everyStage(row) {
            stage.width = row.portrait ? 1080 : 1920
            stage.height = row.portrait ? 1920 : 1080
            Theme.portrait = row.portrait
            show(row.stage)
            Theme.textSize = row.size
            wait(10)
            // A row of buttons takes its new places with the next frame.
            for (let i = 0; i < 50 && someTextOutside(); ++i)
                wait(20)
            checkTexts(row)
            checkNames()
        }

        function someTextOutside(): bool {
            let outside = false
            shownItems(root, item => {
                if (item.text === undefined || item.lineCount === undefined || item.text === "")
                    return
                const left = item.mapToItem(stage, 0, 0).x
                outside = outside || left < -1 || left + item.paintedWidth > stage.width + 1
            })
            return outside
        }

        function checkTexts(row) {
            shownItems(root, item => {
                if (typeof item.truncated === "boolean")
                    verify(!item.truncated, "not cut: " + item.text)
                if (item.text === undefined || item.lineCount === undefined || item.text === "")
                    return
                const left = item.mapToItem(stage, 0, 0).x
                verify(left >= -1 && left + item.paintedWidth <= stage.width + 1, "inside the screen: " + item.text)
                verify(item.paintedWidth <= item.width + 2, "inside its place: " + item.text + " " + item.paintedWidth
                       + " of " + item.width)
                verify(item.font.pixelSize >= Math.floor(6 * Theme.ppm), "readable: " + item.text)
            })
        }

        // Every button has a name that holds its label, and no two on a page have the same.
        function checkNames() {
            const names = new Set()
            shownItems(root, item => {
                if (typeof item.acted !== "function" && typeof item.typed !== "function")
                    return
                const name = item.Accessible.name
                verify(name !== "", "named")
                verify(name.includes(item.text), name + " holds " + item.text)
                verify(!names.has(name), "only one is called " + name)
                names.add(name)
            })
        }

        function test_headingIsFirst_data() {
            return stages.map(name => ({tag: name}))
        }

        function test_headingIsFirst(row) {
            show(row.tag)
            let first = null
            shownItems(root.page, item => {
                if (first === null && item.Accessible.role !== Accessible.NoRole && !item.Accessible.ignored)
                    first = item
            })
            compare(first.Accessible.role, Accessible.Heading)
            compare(first.text, root.page.heading)
        }

        function test_buttonsReachTheSession_data() {
            return [
                {tag: "start", stage: "attract", button: "Touch the screen to start", call: "start"},
                {tag: "guide", stage: "attract", button: "What can I do here? What do I need?", call: "showGuide"},
                {tag: "guide item", stage: "guide", button: "失业登记", call: "openGuideItem 3"},
                {tag: "guide case", stage: "guide-item", button: "续登", call: "openGuideCase renewal"},
                {tag: "guide print", stage: "guide-case", button: "Print this page", call: "printGuide"},
                {tag: "guided", stage: "guide-case", button: "Do it now", call: "beginGuided"},
                {tag: "print what to bring", stage: "intro", button: "Print what to bring", call: "printGuide"},
                {tag: "later", stage: "scan", button: "Hand it in later", call: "skipMaterial"},
                {tag: "promise", stage: "scan", button: "Promise instead", call: "askPromise"},
                {tag: "agree", stage: "consent", button: "I agree", call: "acceptConsent"},
                {tag: "refuse", stage: "consent", button: "I do not agree", call: "refuseConsent"},
                {tag: "begin", stage: "intro", button: "Start", call: "begin"},
                {tag: "intro back", stage: "intro", button: "Back", call: "back"},
                {tag: "next", stage: "form", button: "Next", call: "next"},
                {tag: "form back", stage: "form", button: "Back", call: "back"},
                {tag: "shoot", stage: "scan", button: "Take picture now", call: "shoot"},
                {tag: "right", stage: "review", button: "All correct", call: "confirmReview"},
                {tag: "finish", stage: "done", button: "Finish", call: "finish"},
                {tag: "more", stage: "done", button: "Do something else", call: "goOn"},
                {tag: "pending back", stage: "pending", button: "Back", call: "back"},
                {tag: "query", stage: "query", button: "Finish", call: "finish"},
                {tag: "query print", stage: "query", button: "Print this", call: "printAnswer"},
                {tag: "query back", stage: "query", button: "Back to the start", call: "back"}
            ]
        }

        function test_buttonsReachTheSession(row) {
            show(row.stage)
            tap(find(row.button))
            verify(called(row.call), row.call + " was called; calls: " + Session.calls.join(", "))
        }

        // Each touch a new spot for the debounce: what is left is the page's own rest.
        function touchAtOnce(button) {
            Touch.lastTime = 0
            const touch = touchEvent(button)
            touch.press(0, button, button.width / 2, button.height / 2).commit()
            touch.release(0, button, button.width / 2, button.height / 2).commit()
        }

        function test_aPageThatHasJustComeIsNotConfirmed_data() {
            return [
                {tag: "consent", stage: "consent", button: "I agree", call: "acceptConsent"},
                {tag: "intro", stage: "intro", button: "Start", call: "begin"},
                {tag: "form", stage: "form", button: "Next", call: "next"},
                {tag: "review", stage: "review", button: "All correct", call: "confirmReview"}
            ]
        }

        function test_aPageThatHasJustComeIsNotConfirmed(row) {
            show(row.stage)
            const button = find(row.button)
            verify(!button.enabled, "it says that it does not take presses yet")
            for (let i = 0; i < 3; ++i) {
                touchAtOnce(button)
                wait(350)
            }
            compare(Session.calls.length, 0)
            verify(!button.enabled, "touches make it wait")
            tryVerify(() => button.enabled, 1000)
            touchAtOnce(button)
            verify(called(row.call))
        }

        function test_touchingOnDoesNotLockThePage() {
            show("consent")
            const button = find("I agree")
            for (let i = 0; i < 12 && Session.calls.length === 0; ++i) {
                touchAtOnce(button)
                wait(250)
            }
            verify(called("acceptConsent"))
        }

        function test_keysWaitAsFingersDo() {
            show("consent")
            const button = find("I agree")
            button.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Return)
            compare(Session.calls.length, 0)
            tryVerify(() => button.enabled, 1000)
            compare(Session.calls.length, 0)
            button.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Return)
            verify(called("acceptConsent"))
        }

        function test_aPressByAssistiveTechnologyIsNotLost() {
            show("consent")
            const button = find("I agree")
            button.Accessible.pressAction()
            compare(Session.calls.length, 0)
            tryCompare(Session.calls, "length", 1)
            compare(Session.calls[0], "acceptConsent")
        }

        function test_underADialogThePageStartsAnew() {
            show("consent")
            tryVerify(() => find("I agree").enabled, 1000)
            root.asking = "help"
            root.asking = ""
            verify(!find("I agree").enabled)
        }

        // The main button leads through all screens of what has to be checked, and accepts only then.
        function test_reviewIsReadToTheEnd() {
            show("review")
            Theme.textSize = "xlarge"
            const scroll = root.page.scroll
            tryVerify(() => scroll.pages > 1)
            for (let screen = 1; screen < scroll.pages; ++screen) {
                verify(find("All correct") === null)
                tap(find("Page down"))
                compare(scroll.pageIndex, screen)
                wait(50)
                compare(scroll.pageIndex, screen)
            }
            verify(find("Page down") === null)
            verify(!find("All correct").enabled, "a touch meant to turn does not accept")
            compare(Session.calls.length, 0)
            tap(find("All correct"))
            verify(called("confirmReview"))
        }

        function test_refusingIsNotGoingBack() {
            show("consent")
            tap(find("I do not agree"))
            compare(Session.calls.length, 1)
        }

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

        function test_sharingIsAnsweredByOneTouch_data() {
            return [{tag: "yes", words: "Yes, you may check", says: "true"}, {tag: "no", words: "No, do not check", says: "false"}]
        }

        function test_sharingIsAnsweredByOneTouch(row) {
            const asked = Session.page
            Session.page = {"id": "sharing", "title": "", "index": 3, "count": 4}
            show("form")
            compare(root.page.heading, "May we check your details with these offices?")
            verify(saysAnywhere("Public security: identity records"))
            verify(saysAnywhere("姓名与证件号码"))
            verify(find("Next") === null, "only an answer leads on")
            const yes = find("Yes, you may check")
            const no = find("No, do not check")
            compare([yes.width, yes.height, yes.kind], [no.width, no.height, no.kind])
            tap(find(row.words))
            verify(called("setAnswer consent_share_flag=" + row.says))
            verify(called("next"))
            Session.page = asked
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

        function test_keyboardComesWithTheFirstEmptyField() {
            show("form")
            tryVerify(() => key("1") !== null)
            tap(key("1"))
            verify(called("setAnswer phone=1"))
            tap(key("Next line"))
            tryVerify(() => root.page.typing.label === "失业日期")
            tap(key("Done"))
            tryVerify(() => key("1") === null)
        }

        function test_choosingAnswers() {
            show("form", "choice")
            tap(find("本人辞职"))
            verify(called("setAnswer reason=resigned"))
            tap(find("Yes"))
            verify(called("setAnswer train=true"))
        }

        function test_whatSourcesSayDifferentlyIsSettledByOneTouch() {
            show("form", "said")
            verify(saysAnywhere('Your identity card says "测试路1号", but the centre\'s record says "示例路2号". Which is right?'))
            wait(50)
            compare(root.page.typing, null, "the keyboard waits until an answer is to be typed")
            tap(find("示例路2号"))
            verify(called("takeSaid address 1"))
        }

        function test_pinIsTypedOnItsPad() {
            show("pin")
            verify(find("Go on without the PIN") === null)
            for (const digit of ["4", "0", "7"])
                tap(key(digit))
            tap(find("Confirm"))
            verify(called("pinDigit 4") && called("pinDigit 0") && called("pinDigit 7"))
            verify(!called("pinEnter"), "a PIN that is too short does not go to the card")
            let said = false
            shownItems(root, item => { said = said || item.text === "The PIN has 6 digits." })
            verify(said)
            keyClick(Qt.Key_1)
            keyClick(Qt.Key_Backspace)
            verify(called("pinDigit 1") && called("pinErase"))
            for (const digit of ["9", "8", "2"])
                tap(key(digit))
            tap(find("Confirm"))
            verify(called("pinEnter"))
            tap(find("Sign in another way"))
            verify(called("back"))
        }

        function permitIs(changes) {
            Session.permit = Object.assign({}, Session.permit, changes)
        }

        function saidText(text) {
            let said = false
            shownItems(root, item => { said = said || (item.text === text && item.height > 0) })
            return said
        }

        function saidTitle(text) {
            let said = false
            shownItems(root, item => { said = said || item.title === text && item.height > 0 })
            return said
        }

        function actingIs(changes) {
            Session.unit = Object.assign({"active": false, "confirmed": false, "name": "", "code": "", "entry": "91370202MA3D",
                                          "note": "", "event": "employer"}, changes)
        }

        function test_theCompanyIsAskedFor() {
            actingIs({})
            show("unit")
            tap(find("Confirm"))
            verify(called("unitEnter"))
            actingIs({"note": "unknown"})
            verify(saidTitle("We find no company with this code that has named you as its clerk. Please compare the code. If it is right, your company has to name you first; the service window can help."))
            actingIs({"note": "check"})
            verify(saidTitle("One character of this code is wrong. Please compare it with the licence."))
            actingIs({})
        }

        function test_theCompanyStandsAtTheTopAndIsLeftByOneTouch() {
            actingIs({"active": true, "confirmed": true, "name": "青岛示例机械有限公司"})
            Session.eventId = "lost-job"
            show("home")
            compare(root.page.visitor, "青岛示例机械有限公司")
            verify(find("Leave this company") !== null)
            actingIs({})
            compare(root.page.visitor, Session.visitorName)
        }

        function test_peopleAreAddedAndRemoved() {
            show("people")
            tap(find("Add another person"))
            verify(called("addPerson"))
            tap(find("Remove"))
            verify(called("removePerson 0"))
        }

        function tableIs(changes) {
            Session.table = Object.assign({}, Session.table, changes)
        }

        function test_aTableIsOfferedWhereItCanBeBrought() {
            show("people")
            verify(find("Take a table from a USB stick") === null)
            tableIs({"offered": true})
            tap(find("Take a table from a USB stick"))
            verify(called("openTable"))
            show("form")
            tap(find("Take a table from a USB stick"))
            tableIs({"offered": false})
            verify(find("Take a table from a USB stick") === null)
        }

        function test_filesOfTheStick() {
            show("table")
            tap(find("名单.txt"))
            verify(called("chooseTable 1"))
            verify(!find("员工花名册.xlsx").enabled)
            verify(saidTitle("Files of a spreadsheet program cannot be taken as they are"))
            tap(find("Print the column headings"))
            verify(called("printColumns"))
            for (const place of ["out", "left"]) {
                tableIs({"stick": place})
                verify(find("名单.txt") === null, place)
            }
            verify(saidTitle("There is a USB stick in the machine that was here before you"))
            tableIs({"stick": "in", "note": "文件还没读完，U盘就拔出了。", "file": "a.csv"})
            verify(saidTitle("a.csv"))
            tableIs({"note": "", "paper": {"state": "code", "fault": null, "code": "证件号码,姓名"}})
            verify(saidTitle("There is no paper at the moment. The headings stand at the bottom of this page."))
            tableIs({"paper": {"state": "", "fault": null, "code": ""}})
        }

        function test_wordsOfAFileAreNoMarkup() {
            tableIs({"files": [{"name": "<b>a</b><img src='file:///etc/passwd'>.csv", "workbook": false}]})
            show("table")
            verify(find("<b>a</b><img src='file:///etc/passwd'>.csv") !== null)
            let rich = false
            shownItems(root, item => { rich = rich || (item.textFormat !== undefined && item.textFormat !== Text.PlainText
                                                       && String(item.text).includes("<b>")) })
            verify(!rich)
            tableIs({"files": [{"name": "2026年11月新招用人员.csv", "workbook": false}, {"name": "名单.txt", "workbook": false},
                               {"name": "员工花名册.xlsx", "workbook": true}]})
        }

        function test_rowsOfATable() {
            show("table-rows")
            verify(find("Correct here") === null, "not before the right ones are taken")
            tap(find("Take the right rows: 12"))
            verify(called("next"))
            tap(find("Take none"))
            verify(called("back"))
            tableIs({"taken": true})
            tap(find("Correct here"))
            verify(called("correctRow 0"))
            verify(find("Go on without them") !== null)
            tableIs({"whole": [{"line": 1, "column": "姓名", "text": "缺少这一列。"}], "taken": false})
            verify(find("Take the right rows: 12") === null)
            verify(saidTitle("Please correct the table on your computer and bring it again"))
            tableIs({"whole": []})
        }

        function test_aLongListIsTurnedOver() {
            const before = Session.people
            const list = []
            for (let i = 0; i < 200; ++i)
                list.push({"name": "示例" + (i + 1), "number": "370200********00" + i, "problem": i === 3 ? "x" : ""})
            Session.people = {"most": 200, "list": list}
            show("people")
            verify(saidText("People: 200, with something to mend: 1"))
            verify(saidText("200. 示例200") && !saidText("1. 示例1"))
            tap(find("Turn back"))
            verify(!saidText("200. 示例200"))
            tap(find("Remove"))
            verify(called("removePerson 184"))
            Session.people = before
        }

        function test_rowsThatWereNotTakenAreOnTheList() {
            tableIs({"left": 2})
            show("people")
            verify(saidTitle("Rows of your table that were not taken: 2"))
            tap(find("Correct these rows"))
            verify(called("openRows"))
            tableIs({"left": 0})
        }

        function test_theStickIsToBeTaken() {
            show("take-card")
            compare(root.page.heading, "Please take your card and your USB stick")
            Session.cardInSlot = false
            compare(root.page.heading, "Please take your USB stick")
            tableIs({"stick": "out"})
            Session.cardInSlot = true
            compare(root.page.heading, "Please take your card")
            tableIs({"stick": "in"})
        }

        function test_theWorkersCardIsReadInsteadOfTyping() {
            show("form")
            verify(find("Read the worker's card") === null)
            Session.worker = {"offered": true, "waiting": false, "note": ""}
            tap(find("Read the worker's card"))
            verify(called("readWorker"))
            Session.worker = {"offered": true, "waiting": true, "note": "own"}
            verify(saidTitle("This is your own card. Please put the worker's card on the reader."))
            Session.worker = {"offered": false, "waiting": false, "note": ""}
        }

        function test_forSomeoneElse() {
            Session.delegate = {"offered": true, "active": false, "name": ""}
            show("intro")
            tap(find("For someone else"))
            verify(called("actForOther"))
            Session.delegate = {"offered": false, "active": true, "name": "王**"}
            verify(saidTitle("You act for 王**"))
            tap(find("For myself"))
            verify(called("actForSelf"))
            Session.delegate = {"offered": false, "active": false, "name": ""}
        }

        function test_permitIsOneWayToSignIn() {
            show("sign-in")
            tap(find("Travel permit of Hong Kong, Macao or Taiwan residents"))
            verify(called("permitStart"))
            permitIs({"offered": false})
            verify(find("Travel permit of Hong Kong, Macao or Taiwan residents") === null)
        }

        function test_permitKinds() {
            show("permit-kind")
            tap(find("Mainland travel permit for Taiwan residents"))
            tap(find("Mainland travel permit for Hong Kong and Macao residents"))
            verify(called("permitChoose taiwan") && called("permitChoose hk-mo"))
            permitIs({"note": "window"})
            verify(saidTitle("This machine cannot take travel permits at the moment."))
        }

        function test_permitUnderTheCamera() {
            show("permit-lay")
            tap(find("Type the number"))
            verify(called("permitType"))
            tap(find("Take picture now"))
            verify(called("shoot"))
            permitIs({"note": "expired"})
            verify(saidTitle("This travel permit is no longer valid."))
            permitIs({"reading": true})
            verify(find("Type the number") === null && find("Take picture now") === null)
            verify(!saidTitle("This travel permit is no longer valid."))
            permitIs({"reading": false, "keys": false})
            verify(find("Type the number") === null)
        }

        function test_permitIsConfirmed() {
            show("permit-check")
            tap(find("No, lay it down again"))
            verify(called("permitReject") && !called("back"))
            tap(find("Yes, this is right"))
            verify(called("permitConfirm"))
        }

        function test_permitNumberIsTyped() {
            show("permit-number")
            verify(key("H").enabled && !key("1").enabled, "the letter comes first")
            tap(key("H"))
            permitIs({"entry": "H", "letter": false})
            verify(!key("M").enabled)
            tap(key("7"))
            keyClick(Qt.Key_8)
            keyClick(Qt.Key_Backspace)
            verify(called("permitKey H") && called("permitKey 7") && called("permitKey 8") && called("permitErase"))
            tap(find("Confirm"))
            verify(called("permitEnter"))
            Session.stage = "permit-again"
            tryVerify(() => root.page.heading === "Type the number once more")
            permitIs({"note": "differs"})
            verify(saidTitle("The two entries are not the same."))
            permitIs({"kind": "taiwan"})
            verify(key("H") === null, "no letters where the number has none")
        }

        // Neither the picture nor the spoken words tell which key was pressed.
        function test_pinIsNotShown() {
            show("pin")
            const five = key("5")
            const before = grabImage(five)
            const touch = touchEvent(five)
            touch.press(0, five, five.width / 2, five.height / 2).commit()
            verify(five.down)
            waitForRendering(root.page, 200)
            verify(grabImage(five).equals(before))
            touch.release(0, five, five.width / 2, five.height / 2).commit()
            verify(called("pinDigit 5"))
            const names = []
            shownItems(root, item => {
                if (typeof item.typed !== "function" && item.Accessible.name)
                    names.push(item.Accessible.name)
            })
            verify(names.includes("1 of 6 digits entered"))
            verify(!names.some(name => name.includes("5")))
        }

        function test_theLastTrySaysSo() {
            Session.setPin({"triesLeft": 1, "lastTry": true, "another": true,
                            "fault": {"code": "card.pin-wrong", "who": "citizen", "remedy": "try-again"}})
            show("pin")
            verify(find("Confirm") === null)
            verify(find("Use the last try") !== null)
            let warned = false
            shownItems(root, item => { warned = warned || item.title === "Only one try is left." })
            verify(warned)
            tap(find("Go on without the PIN"))
            verify(called("pinSkip"))
        }

        function saysAnywhere(words) {
            let said = false
            shownItems(root, item => {
                said = said || (typeof item.text === "string" && item.text.includes(words))
                            || (typeof item.title === "string" && item.title.includes(words))
            })
            return said
        }

        function test_waysOfProof_data() {
            return ["card-pin", "staff", "window"].map(id => ({tag: id, id: id}))
        }

        function test_waysOfProof(row) {
            show("prove")
            const titles = {"card-pin": "The PIN of your social security card", "staff": "A member of staff at this machine",
                            "window": "The service window"}
            tap(find(titles[row.id]))
            verify(called("chooseWay " + row.id))
        }

        function test_aWayThatRestsSaysWhy() {
            show("prove")
            const tile = find("A look into the camera")
            compare(tile.available, false)
            compare(tile.reason, "For this, lay your resident ID card on the reader.")
            tap(tile)
            verify(!called("chooseWay holder-check"))
        }

        // Whatever the device is called that failed: every reason and every end has words.
        function test_endsHaveWords_data() {
            return ["no-match", "not-looked", "pin-initial", "no-pin", "card.pin-locked", "card.pin-tries-used", "card.pulled",
                    "vendor.crashed", "device.timeout", "tries-used", "no-staff", "no-card", "unheard-of"].map(id => ({tag: id}))
        }

        function test_endsHaveWords(row) {
            Session.setProve({"note": row.tag})
            show("prove")
            const words = root.page.reasonText(row.tag)
            verify(words !== "" && words !== row.tag)
            verify(saysAnywhere(words))
        }

        function test_noMatchAccusesNobody() {
            Session.setProve({"note": "no-match"})
            show("prove")
            verify(saysAnywhere("It means nothing about you."))
        }

        function test_aFaceIsAskedForFirst() {
            Session.setProve({"step": "consent"})
            show("prove-face")
            verify(saysAnywhere("You are free to say no."))
            tap(find("No, another way"))
            verify(called("back") && !called("proveAgree"))
            tap(find("I agree, look now"))
            verify(called("proveAgree"))
            Session.setProve({"step": "looking"})
            verify(find("I agree, look now") === null)
            tap(find("Stop"))
        }

        function test_staffVouch_data() {
            return [
                {tag: "card in the way", change: {"step": "card", "clear": false}, says: "Please take your card out"},
                {tag: "card", change: {"step": "card"}, says: "The staff card goes into the slot"},
                {tag: "other card", change: {"step": "card", "other": true}, says: "This is not a staff card."},
                {tag: "wrong PIN", change: {"step": "pin", "typed": 2, "fault": {"code": "staff.wrong-pin", "who": "staff",
                                                                                "remedy": "try-again"}},
                 says: "The staff PIN is not right."},
                {tag: "confirm", change: {"step": "confirm"}, says: "王*明", button: "I have compared them", call: "proveAgree"},
                {tag: "not confirmed", change: {"step": "confirm"}, says: "Confirm only what you have seen",
                 button: "I cannot confirm it", call: "back"},
                {tag: "take", change: {"step": "take"}, says: "The staff card is still in the slot"},
                {tag: "return", change: {"step": "return"}, says: "as soon as your card is there"},
                {tag: "wrong card back", change: {"step": "return", "other": true},
                 says: "This is not the card this visit began with."}
            ]
        }

        function test_staffVouch(row) {
            Session.setProve(row.change)
            show("prove-staff")
            verify(saysAnywhere(row.says), row.says)
            if (row.button) {
                tap(find(row.button))
                verify(called(row.call))
            }
        }

        function test_staffPinIsTypedOnThePad() {
            Session.setProve({"step": "pin"})
            show("prove-staff")
            tap(key("4"))
            keyClick(Qt.Key_7)
            verify(called("pinDigit 4") && called("pinDigit 7"))
            tap(find("Confirm"))
            verify(called("pinEnter"))
        }

        function test_pinAsAProof() {
            Session.setPin({"step": "prove"})
            show("prove-pin")
            verify(saysAnywhere("The PIN shows that the card is yours."))
            tap(find("Another way"))
            verify(called("back"))
        }

        function test_windowTellsWhatToBring() {
            show("prove-window")
            verify(saysAnywhere("解除劳动合同证明"))
            tap(find("Finish"))
            verify(called("finish"))
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

        function test_ownPin_data() {
            return [{tag: "old", says: "Enter the present PIN of your card", forgotten: true},
                    {tag: "new", says: "Choose a new PIN", forgotten: false},
                    {tag: "repeat", says: "Enter the new PIN once more", forgotten: false}]
        }

        function test_ownPin(row) {
            Session.setPin({"step": row.tag, "renews": true})
            show("pin-own")
            verify(saysAnywhere(row.says), row.says)
            if (row.forgotten) {
                tap(find("I have forgotten it"))
                verify(called("pinForgotten"))
            } else {
                compare(find("I have forgotten it"), null)
            }
            Session.setPin({"step": "enter", "renews": false})
        }

        function test_refusingTellsWhereToLook() {
            const guide = Session.guide
            Session.guide = {}
            show("refused")
            tap(find("What do I need?"))
            verify(called("showGuide"))
            Session.guide = guide
            show("refused")
            verify(saysAnywhere("解除劳动合同证明"))
            tap(find("Print what to bring"))
            verify(called("printGuide"))
        }

        function test_nothingIsPromisedWithoutTheTick() {
            show("promise")
            while (root.page.scroll.more)
                root.page.scroll.turn(1)
            tryVerify(() => find("I promise") === null)
            let tick = null
            shownItems(root, item => {
                if (item.chosen !== undefined && typeof item.acted === "function")
                    tick = item
            })
            tick.acted()
            tap(find("I promise"))
            verify(called("givePromise"))
        }

        function test_whatMustComeWithTheCaseCannotFollow() {
            const material = Session.material
            Session.material = Object.assign({}, material, {"follow": 0, "until": "", "promise": false})
            show("scan")
            compare(find("Hand it in later"), null)
            compare(find("Promise instead"), null)
            Session.material = material
        }

        function says(words) {
            let found = false
            shownItems(root, item => { found = found || item.text === words })
            return found
        }

        function test_aLicenceStandsInThePlaceOfPictures() {
            const papers = Session.reviewMaterials
            const words = "The centre has it as an electronic licence: no scan needed. No. DEMO-H***0001, "
            show("review")
            verify(says(words + "valid until 2031-06-30"))
            Session.reviewMaterials = [{"title": "户口簿", "pages": 0, "images": [],
                                        "licence": {"number": "DEMO-H***0001", "issuer": "示例发证机关", "until": ""}},
                                       {"title": "结婚证", "pages": 0, "images": [], "licence": {}}]
            show("review")
            verify(says(words + "valid without end"))
            verify(says("户口簿"))
            verify(!says("结婚证"))  // neither scanned nor there
            Session.reviewMaterials = papers
        }

        function test_whyALicenceDoesNot_data() {
            return [{tag: "none", words: "The centre has no electronic licence of it, so please scan it."},
                    {tag: "expired", words: "The electronic licence at the centre is no longer valid, so please scan it."},
                    {tag: "unanswered", words: "The electronic licence could not be looked up now, so please scan it."}]
        }

        function test_whyALicenceDoesNot(row) {
            const material = Session.material
            show("scan")
            verify(!root.page.lead.endsWith(row.words))
            Session.material = Object.assign({}, material, {"sought": row.tag})
            show("scan")
            verify(root.page.lead.endsWith(row.words), root.page.lead)
            Session.material = material
        }

        function test_hiddenCasesAreAskedFor() {
            Session.casesHidden = true
            show("home")
            tap(find("Show what they are about"))
            verify(called("showCases"))
        }

        function test_whatWasKeptIsGoneOnWith() {
            const draft = Session.draft
            show("home")
            verify(!saysAnywhere("Go on with what you kept"))
            Session.draft = Object.assign({}, draft, {"waits": true})
            show("home")
            tap(find("Go on with what you kept"))
            verify(called("openDraft"))
            show("draft-code")
            tap(key("7"))
            verify(called("draftDigit 7"))
            tap(key("Clear"))
            verify(called("draftClear"))
            tap(find("Confirm"))
            verify(called("draftEnter"))
            Session.draft = Object.assign({}, draft, {"note": "wrong"})
            verify(saysAnywhere("after five wrong codes"))
            Session.draft = draft
        }

        function test_whatWasEnteredCanBeKept() {
            const draft = Session.draft
            show("form")
            root.asking = "leave"
            tap(find("Keep what I entered until midnight"))
            verify(called("keepDraft"))
            compare(root.asking, "")
            Session.draft = Object.assign({}, draft, {"offered": false})
            root.asking = "leave"
            verify(!saysAnywhere("Keep what I entered until midnight"))
            root.asking = ""
            Session.draft = draft
            show("draft-kept")
            verify(saysAnywhere("4810 2735"))
            Session.draft = Object.assign({}, draft, {"state": "failed", "code": ""})
            verify(saysAnywhere("It could not be kept"))
            verify(!saysAnywhere("Your code"))
            Session.draft = draft
        }

        function test_whatWaitsIsOneTouchAway() {
            Session.pending = [{"id": "a", "number": "K7MX-4Q2P-8T", "service": "", "kind": "", "until": "", "at": ""},
                               {"id": "b", "number": "K7MX-4Q2P-9U", "service": "失业登记", "kind": "correction",
                                "until": "2026-03-31", "at": ""}]
            show("home")
            verify(saysAnywhere("Waiting for you"))
            tap(find("A case of yours waits for you"))
            verify(called("openPending a"))
            tap(find("失业登记: something is missing (until 2026-03-31)"))
            verify(called("openPending b"))
            checkNames()
            Session.pending = []
            verify(!saysAnywhere("Waiting for you"))
        }

        function test_whatIsMissingIsSaidAndTaken() {
            show("pending")
            verify(saysAnywhere("缺少单位盖章"))
            verify(saysAnywhere("Missing or wrong, to be put right until 2026-03-31"))
            tap(find("Put this right now"))
            verify(called("answerPending"))
        }

        function test_aCaseIsTakenBackAfterAQuestion() {
            show("pending")
            tap(find("Take this case back"))
            tap(find("Leave it as it is"))
            verify(!called("withdrawPending"))
            tap(find("Take this case back"))
            tap(find("Take it back"))
            verify(called("withdrawPending"))
        }

        function test_aResultIsShownAndPrinted() {
            const before = Session.pendingCase
            Session.pendingCase = Object.assign({}, before, {"state": "ready", "what": "就业创业证", "place": "3号窗口", "asked": [],
                                                             "answerable": false, "withdrawable": false})
            show("pending")
            verify(saysAnywhere("就业创业证"))
            verify(saysAnywhere("3号窗口"))
            verify(find("Take this case back") === null)
            tap(find("Print this"))
            verify(called("printPending"))
            Session.pendingCase = before
        }

        function test_suggestionsAreFollowedOrDeclined_data() {
            return [{tag: "home"}]
        }

        function test_suggestionsAreFollowedOrDeclined(row) {
            Session.suggestions = [{"service": "job-seeking", "title": "求职登记", "why": "您正在找工作。", "icon": "search"}]
            show(row.tag)
            verify(saysAnywhere("您正在找工作。"))
            tap(find("求职登记"))
            verify(called("followSuggestion job-seeking"))
            tap(find("No, thanks"))
            verify(called("declineSuggestion job-seeking"))
            Session.suggestions = []
        }

        function test_introductionSaysWhatIsToBeProved() {
            const before = Session.service
            show("intro")
            verify(!saysAnywhere("A proof that it is you"))
            Session.service = Object.assign({}, before, {"proof": "holder"})
            verify(saysAnywhere("A proof that it is you"))
            Session.service = before
        }

        function test_errorLeadsToItsField() {
            show("form", "errors")
            Session.errors = [{"fieldId": "phone", "label": "手机号码", "text": "11"}]
            wait(10)
            tap(find("手机号码: 11"))
            tryVerify(() => root.page.typing !== null && root.page.typing.label === "手机号码")
        }

        function test_knownIsAcceptedWithOneTouch() {
            const asked = Session.page
            Session.page = {"id": "known", "title": "", "index": 0, "count": 3}
            show("form")
            compare(root.page.heading, "We know this already")
            verify(find("Next") === null)
            let change = null
            shownItems(root, item => { if (item.accessibleName === "Change: 联系方式") change = item })
            tap(change)
            verify(called("change contact"))
            tap(find("All correct, go on"))
            verify(called("next"))
            Session.page = asked
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

        function saidBy(name) {
            let found = false
            shownItems(root, item => found = found || (item.Accessible && item.Accessible.name === name))
            return found
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

        function test_aBadPageThatLiesStillIsSaid() {
            const capture = Session.capture
            Session.capture = {"state": "steady", "hint": "page.glare", "image": ""}
            show("scan")
            let said = ""
            shownItems(root, item => {
                if (item.kind === "warning" && item.title !== undefined)
                    said = item.title
            })
            verify(said !== "" && said !== "Hold still, taking the picture.", said)
            Session.capture = capture
        }

        function test_receivedIsWhatTheCentreHas_data() {
            return [{tag: "saved", heading: "Your case is safe in this machine"},
                    {tag: "sent", heading: "Your case has been submitted"},
                    {tag: "stored", heading: "Your case has been received"}]
        }

        function test_receivedIsWhatTheCentreHas(row) {
            Session.delivery = row.tag
            show("done")
            compare(root.page.heading, row.heading)
            Session.delivery = "stored"
        }

        function test_busyTakesNoSecondPress() {
            show("intro")
            const start = find("Start")
            tap(start)
            Session.busy = true
            let sign = null
            tryVerify(() => {
                shownItems(root, item => { if (item.text === "One moment, please…") sign = item })
                return sign !== null
            })
            tap(start)
            compare(Session.calls.length, 1)
            compare(start.enabled, true)
            Session.busy = false
        }

        function test_reviewLeadsToThePart() {
            show("review")
            let button = null
            shownItems(root, item => { if (item.accessibleName === "Change: 联系方式") button = item })
            tap(button)
            verify(called("change contact"))
        }

        function pad() {
            let found = null
            shownItems(root, item => { if (item.isEmpty !== undefined && typeof item.png === "function") found = item })
            return found
        }

        function sign(pad) {
            const touch = touchEvent(pad)
            touch.press(0, pad, 50, 50).commit()
            for (let i = 1; i <= 20; ++i)
                touch.move(0, pad, 50 + 10 * i, 50 + 20 * Math.sin(i)).commit()
            touch.release(0, pad, 250, 60).commit()
        }

        function bytes(buffer) {
            return Array.from(new Uint8Array(buffer)).join(" ")
        }

        function test_theSignatureComesAgainAfterBack() {
            Session.kept = new ArrayBuffer(0)
            show("sign")
            sign(pad())
            const drawn = bytes(pad().strokes())
            verify(drawn !== "")
            tap(find("Back"))
            verify(called("back"))
            show("review")
            show("sign")
            tryVerify(() => !pad().isEmpty)
            compare(bytes(pad().strokes()), drawn)
            tap(find("Clear"))
            show("sign")
            wait(50)
            verify(pad().isEmpty, "what was cleared stays away")
        }

        function test_aSignatureThatWentSaysWhy() {
            Session.kept = new ArrayBuffer(0)
            Session.signatureDropped = true
            show("sign")
            let said = false
            shownItems(root, item => { if (item.title === "Please sign again") said = true })
            verify(said)
            Session.signatureDropped = false
        }

        // The words that ask for the signature come and go above the pad; a pad that moves would spoil the writing.
        function test_thePadStandsStill_data() {
            const rows = []
            for (const portrait of [true, false]) {
                for (const size of ["normal", "xlarge"])
                    rows.push({tag: (portrait ? "portrait " : "landscape ") + size, portrait: portrait, size: size})
            }
            return rows
        }

        function test_thePadStandsStill(row) {
            Session.kept = new ArrayBuffer(0)
            stage.width = row.portrait ? 1080 : 1920
            stage.height = row.portrait ? 1920 : 1080
            Theme.portrait = row.portrait
            show("sign")
            Theme.textSize = row.size
            tap(find("Submit"))
            waitForRendering(root.page)
            const top = pad().mapToItem(stage, 0, 0).y
            verify(top + pad().height <= find("Submit").mapToItem(stage, 0, 0).y, "all of the pad is on the screen")
            verify(pad().height >= Theme.mm(50))
            sign(pad())
            waitForRendering(root.page)
            compare(pad().mapToItem(stage, 0, 0).y, top)
        }

        function test_nothingIsSubmittedWithoutASignature() {
            show("sign")
            tap(find("Submit"))
            compare(Session.calls.length, 0)
            let pad = null
            shownItems(root, item => { if (item.isEmpty !== undefined && typeof item.png === "function") pad = item })
            const touch = touchEvent(pad)
            touch.press(0, pad, 50, 50).commit()
            for (let i = 1; i <= 20; ++i)
                touch.move(0, pad, 50 + 10 * i, 50 + 20 * Math.sin(i)).commit()
            touch.release(0, pad, 250, 60).commit()
            tap(find("Submit"))
            compare(Session.calls.length, 2)
            verify(Session.calls[0].startsWith("setSignature "))
            compare(Session.calls[1], "submit")
            verify(pad.isEmpty, "the pad keeps nothing")
        }

        function test_homeAsksBeforeLeavingAService() {
            show("form", "choice")
            tap(find("Home"))
            compare(Session.calls.length, 0)
            tap(find("Go on with it"))
            compare(root.asking, "")
            tap(find("Home"))
            tap(find("Leave"))
            verify(called("leaveService"))
        }

        function test_endingAsks() {
            show("home")
            tap(find("End visit"))
            compare(Session.calls.length, 0)
            tap(find("Stay"))
            tap(find("End visit"))
            compare(root.asking, "end")
        }

        function test_helpIsCalled() {
            show("intro")
            tap(find("Help"))
            tap(find("Call for help"))
            verify(called("help"))
            verify(Session.helpCalled)
            compare(root.asking, "")
            tap(find("Help"))
            tap(find("I have been helped"))
            verify(called("helped"))
            verify(!Session.helpCalled)
        }

        function test_idleIsOneTouch() {
            show("intro")
            Session.secondsLeft = 20
            const stay = find("I am still here")
            tryCompare(stay, "activeFocus", true)
            verify(find("Start") === null, "nothing below is there")
            tap(stay)
            verify(called("stay"))
        }

        function test_printFailureOffersAgain() {
            Session.printState = "not-printed"
            show("done")
            tap(find("Print again"))
            verify(called("reprint"))
            Session.printState = "printed"
        }

        function test_largeTextIsElderAndResets() {
            show("home")
            tap(find("Text size"))
            verify(Session.elder)
            Session.stage = "attract"
            compare(Theme.textSize, "normal")
            verify(!Session.elder)
        }
    }
}
