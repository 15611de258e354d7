// SPDX-License-Identifier: GPL-3.0-or-later
// One case: its form, papers, review, signature, receipt, and what happens to it later.
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
        name: "Case"
        stage: whole
        root: visitor

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

        function test_printFailureOffersAgain() {
            Session.printState = "not-printed"
            show("done")
            tap(find("Print again"))
            verify(called("reprint"))
            Session.printState = "printed"
        }
    }
}
