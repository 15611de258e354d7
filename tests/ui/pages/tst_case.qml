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

        // A value that was read of a paper comes with the place where it stands, and says when it may be wrong.
        function test_whatWasReadIsMarkedWhereItIsNotCertain_data() {
            return [{tag: "certain", unsure: false}, {tag: "unsure", unsure: true}]
        }

        function test_whatWasReadIsMarkedWhereItIsNotCertain(row) {
            show("form", row.unsure ? "read-unsure" : "read")
            compare(saysAnywhere("but it may have been read wrong. Please check every character"), row.unsure)
            compare(saysAnywhere("Please compare, and touch it if it is right."), !row.unsure)
            let details = []
            shownItems(root, item => {
                if (item.text === "S0001" && typeof item.detail === "string")
                    details.push(item.detail)
            })
            compare(details, [row.unsure ? "Your paper – please check" : "Your paper"])
            let shown = false
            shownItems(root, item => shown = shown || item.Accessible.name.startsWith("The place on your paper"))
            verify(shown)
        }

        function test_pagesAreLookedAtWhenSomeAreThere() {
            const material = Session.material
            show("scan")
            verify(find("Look at the 0 page(s) taken") === null)
            Session.material = Object.assign({}, material, {"taken": 2, "pages": 3, "enough": true, "page": 3})
            show("scan")
            tap(find("Look at the 2 page(s) taken"))
            verify(called("openPageList"))
            // One of them taken anew: nothing leads on from there but its picture, and back.
            Session.material = Object.assign({}, Session.material, {"again": true, "page": 1})
            Session.capture = {"state": "looking", "hint": "", "image": "", "held": false}
            show("scan")
            verify(saysAnywhere("Lay page 1 on the tray. The new picture takes the place of the old one."))
            compare([find("No more pages"), find("Look at the 2 page(s) taken"), find("Promise instead"), find("Skip")],
                    [null, null, null, null])
            Session.material = material
            Session.capture = {"state": "looking", "hint": "page.cut", "image": ""}
        }

        function pagesAre(changes) {
            Session.pageList = Object.assign({"title": "劳动合同", "pages": ["", "", ""], "least": 1, "most": 20, "enough": true,
                                              "full": false, "removed": 0}, changes)
        }

        function thumb(words) {
            let found = null
            shownItems(root, item => found = item.text === words && item.chosen !== undefined ? item : found)
            return found
        }

        function test_pagesArePutInOrderByButtons() {
            pagesAre({})
            show("page-list")
            verify(thumb("Page 1").chosen && thumb("Page 1").checked)
            tap(find("Earlier"))
            verify(saysAnywhere("Page 1 is the first page already."))
            compare(Session.calls.length, 0)
            tap(find("Later"))
            verify(called("movePage 0 1"))
            verify(thumb("Page 2").chosen, "the page stays chosen where it has gone")
            verify(saysAnywhere("Page 1 is now page 2."))
            tap(find("Earlier"))
            verify(called("movePage 1 0"))
            tap(thumb("Page 3"))
            compare(find("Later").Accessible.name, "Later: Page 3")
            tap(find("Later"))
            verify(saysAnywhere("Page 3 is the last page already."))
            tap(find("Take again"))
            verify(called("retakePage 2"))
            tap(find("Pages are right"))
            verify(called("next"))
        }

        function test_keysAloneReachEveryPage() {
            pagesAre({})
            show("page-list")
            thumb("Page 1").forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Tab)
            verify(thumb("Page 2").activeFocus)
            Touch.lastTime = 0
            keyClick(Qt.Key_Return)
            verify(thumb("Page 2").chosen)
            keyClick(Qt.Key_Tab)
            keyClick(Qt.Key_Tab)
            verify(find("Earlier").activeFocus)
            Touch.lastTime = 0
            keyClick(Qt.Key_Space)
            verify(called("movePage 1 0"))
        }

        function test_aPageIsTakenOutAndPutBack() {
            pagesAre({})
            show("page-list")
            tap(thumb("Page 2"))
            tap(find("Take out"))
            verify(called("removePage 1"))
            verify(saysAnywhere("Page 2 was taken out. It is not handed in. It can be put back while this list is shown."))
            pagesAre({"pages": ["", ""], "removed": 2})
            wait(20)
            tap(find("Put page 2 back"))
            verify(called("putPageBack"))
            pagesAre({"pages": [""]})
            Session.calls = []
            wait(20)
            tap(find("Take out"))
            compare(Session.calls.length, 0, "what is needed stays")
            verify(saysAnywhere("must stay. You can take this page again instead."))
            pagesAre({})
        }

        function test_noMorePagesThanMayBe() {
            pagesAre({"most": 3, "full": true})
            show("page-list")
            tap(find("One more page"))
            compare(Session.calls.length, 0)
            verify(saysAnywhere("can be handed in. Take one out first to take another."))
            pagesAre({})
            tap(find("One more page"))
            verify(called("addPage"))
            pagesAre({"least": 4, "enough": false})
            Session.calls = []
            tap(find("Pages are right"))
            compare(Session.calls.length, 0)
            verify(saysAnywhere("At least 4 page(s) are needed."))
            pagesAre({})
        }

        function test_manyPagesAreTurnedOver() {
            pagesAre({"pages": ["", "", "", "", "", "", ""]})
            show("page-list")
            verify(thumb("Page 7") === null)
            tap(find("Turn over"))
            tap(thumb("Page 7"))
            tap(find("Earlier"))
            verify(called("movePage 6 5"))
            verify(thumb("Page 6").chosen)
            pagesAre({})
        }

        function zoomed() {
            let factor = 0
            shownItems(root, item => factor = typeof item.zoom === "number" ? item.zoom : factor)
            return factor
        }

        function test_aPageIsEnlargedByButtonsAndByTwoFingers() {
            pagesAre({})
            show("page-list")
            compare(zoomed(), 1)
            tap(find("Larger"))
            compare(zoomed(), 1.5)
            for (let i = 0; i < 6; ++i)
                tap(find("Larger"))
            compare(zoomed(), 4)
            tap(find("Smaller"))
            verify(zoomed() < 4)
            tap(thumb("Page 2"))
            let viewer = null
            shownItems(root, item => viewer = typeof item.zoom === "number" ? item : viewer)
            viewer.show(1)
            const fingers = touchEvent(viewer)
            const y = viewer.height / 3
            fingers.press(0, viewer, viewer.width / 2 - 20, y).press(1, viewer, viewer.width / 2 + 20, y).commit()
            // The window hands on one move a frame: moves sent within one frame are one jump, and a pinch begins where
            // the first of them ends.
            for (let apart = 20; apart <= 160; apart += 20) {
                fingers.move(0, viewer, viewer.width / 2 - apart, y).move(1, viewer, viewer.width / 2 + apart, y).commit()
                wait(50)
            }
            fingers.release(0, viewer, viewer.width / 2 - 160, y).release(1, viewer, viewer.width / 2 + 160, y).commit()
            verify(zoomed() > 1.2, "two fingers: " + zoomed())
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

        function scanned(changes) {
            Session.capture = Object.assign({"state": "looking", "hint": "", "image": "", "held": false, "half": 0, "open": "bottom",
                                             "larger": false, "inTwo": false}, changes)
            show("scan")
        }

        function test_aSheetThatIsLargerThanTheTray() {
            const capture = Session.capture
            scanned({})
            compare([find("The paper is larger than the tray"), find("First half again")], [null, null])
            scanned({"larger": true})
            tap(find("The paper is larger than the tray"))
            verify(called("takeInTwo true"))
            scanned({"half": 1, "inTwo": true})
            verify(saysAnywhere("First lay its upper half on the tray"))
            compare(find("First half again"), null)
            tap(find("The paper fits on the tray"))
            verify(called("takeInTwo false"))
            for (const side of [["bottom", "push the sheet away from you"], ["top", "pull the sheet towards you"],
                                ["left", "push the sheet to the right"], ["right", "push the sheet to the left"]]) {
                scanned({"half": 2, "open": side[0], "held": true})
                verify(saysAnywhere(side[1]), side[1])
            }
            scanned({"half": 2, "hint": "page.half-differs"})
            verify(saysAnywhere("The two halves do not fit together."))
            tap(find("First half again"))
            verify(called("firstHalfAgain"))
            // The whole sheet: either half can be taken again.
            scanned({"half": 2, "state": "shot"})
            verify(find("First half again") !== null)
            tap(find("Second half again"))
            verify(called("retake"))
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
