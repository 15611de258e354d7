// SPDX-License-Identifier: GPL-3.0-or-later
// Every stage shows its page, whole and named; touches reach the session; nothing is lost or done twice.
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
        name: "Pages"
        stage: whole
        root: visitor

        readonly property var stages: ["attract", "guide", "guide-item", "guide-case", "sign-in", "reading", "pin", "pin-change",
            "permit-kind", "permit-lay", "permit-check", "permit-number", "permit-again", "consent", "refused", "home", "pending", "intro",
            "prove", "prove-pin", "pin-own", "pin-changed", "prove-face", "prove-staff", "prove-window", "form",
            "scan", "promise", "review", "sign", "submitting", "done", "query", "take-card", "ended", "out-of-service",
            "unit", "people", "delegate", "table", "table-rows", "draft-kept", "draft-code",
            "page-list"]

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

        function places(): string {
            const found = []
            shownItems(root.page, item => {
                if (typeof item.acted !== "function")
                    return
                const at = item.mapToItem(stage, 0, 0)
                found.push(item.text + " " + Math.round(at.x) + "," + Math.round(at.y) + " " + Math.round(item.width) + "x"
                           + Math.round(item.height))
            })
            return found.join(" | ")
        }

        function test_nothingMovesWhenADialogGoes_data() {
            const rows = []
            for (const name of stages) {
                for (const portrait of [true, false])
                    rows.push({tag: name + (portrait ? " portrait" : " landscape"), stage: name, portrait: portrait})
            }
            return rows
        }

        // A finger that is quick after an answer finds the buttons where they were, before the next frame.
        function test_nothingMovesWhenADialogGoes(row) {
            stage.width = row.portrait ? 1080 : 1920
            stage.height = row.portrait ? 1920 : 1080
            Theme.portrait = row.portrait
            show(row.stage)
            let before = ""
            tryVerify(() => {
                const last = before
                before = places()
                return before === last
            })
            root.asking = "help"
            wait(50)
            root.asking = ""
            compare(places(), before)
        }

        function test_refusingIsNotGoingBack() {
            show("consent")
            tap(find("I do not agree"))
            compare(Session.calls.length, 1)
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
