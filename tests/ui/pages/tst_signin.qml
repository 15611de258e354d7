// SPDX-License-Identifier: GPL-3.0-or-later
// Cards, permits, PINs and the ways of proving who one is.
import QtQuick
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
        name: "SignIn"
        stage: whole
        root: visitor

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
    }
}
