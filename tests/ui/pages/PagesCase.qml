// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of the pages share: a scripted session at its beginning, a stage shown, its buttons found and touched.
import QtQuick
import QtTest
import Hall.Controls
import Hall.Session
import Hall.Visitor

TestCase {
    required property Item stage  // what fills the window
    required property VisitorRoot root

    when: windowShown

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

    // Each touch a new spot for the debounce: what is left is the page's own rest.
    function touchAtOnce(button) {
        Touch.lastTime = 0
        const touch = touchEvent(button)
        touch.press(0, button, button.width / 2, button.height / 2).commit()
        touch.release(0, button, button.width / 2, button.height / 2).commit()
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

    function saysAnywhere(words) {
        let said = false
        shownItems(root, item => {
            said = said || (typeof item.text === "string" && item.text.includes(words))
                        || (typeof item.title === "string" && item.title.includes(words))
        })
        return said
    }

    function says(words) {
        let found = false
        shownItems(root, item => { found = found || item.text === words })
        return found
    }

    function saidBy(name) {
        let found = false
        shownItems(root, item => found = found || (item.Accessible && item.Accessible.name === name))
        return found
    }
}
