// SPDX-License-Identifier: GPL-3.0-or-later
// A document under the camera: live picture, what to do next in words, and the shot to accept or to repeat.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var material: Session.material
    // Pages of this material are there already, and more are allowed.
    readonly property bool enough: material.enough === true && (material.taken ?? 0) > 0 && !again
    // One page of it is taken anew.
    readonly property bool again: material.again === true
    // The camera cannot take what is needed: the window will. Or the service lets it follow.
    readonly property bool later: material.later === true && !enough && !again
    readonly property bool follows: (material.follow ?? 0) > 0 && !enough && !again
    readonly property string until: material.until ?? ""
    readonly property string others: material.others === true ? qsTr("The pages of the other people are still to come.") : ""
    readonly property string why: material.pages > 1
        ? qsTr("Page %1 (up to %2). %3").arg(material.page).arg(material.pages).arg(material.why) : material.why ?? ""
    // Why the electronic licence cannot take its place.
    readonly property string sought: {
        switch (material.sought ?? "") {
        case "none":
            return qsTr("The centre has no electronic licence of it, so please scan it.")
        case "expired":
            return qsTr("The electronic licence at the centre is no longer valid, so please scan it.")
        case "unanswered":
            return qsTr("The electronic licence could not be looked up now, so please scan it.")
        }
        return ""
    }
    readonly property bool pagesTaken: !shot && !again && (material.pages ?? 1) > 1 && (material.taken ?? 0) > 0
    readonly property var submitFault: Session.submitFault
    readonly property var capture: Session.capture
    readonly property string phase: capture.state ?? "starting"
    readonly property bool shot: phase === "shot"
    readonly property string hint: capture.hint ?? ""
    readonly property bool leading: !shot && phase !== "starting" && phase !== "fault" && guideText !== ""
    readonly property string guideText: PageGuideWords.sentence(capture.guide?.right ?? 0, capture.guide?.down ?? 0,
                                                                capture.guide?.turn ?? 0)
    // A sheet larger than the tray, half by half: 1 or 2, else 0.
    readonly property int half: capture.half ?? 0
    readonly property string sheetText: HalfSheetWords.sentence(half, capture.open ?? "")
    readonly property string say: {
        if (leading)
            return guideText
        switch (phase) {
        case "starting":
            return qsTr("The camera is starting.")
        case "found":
            return qsTr("Page found. Let it lie still.")
        case "steady":
            if (hint !== "")
                break
            return qsTr("Hold still, taking the picture.")
        case "shooting":
            return qsTr("Taking the picture…")
        case "shot":
            if (half === 1 && hint === "")
                return qsTr("Is everything easy to read? Then the other half comes.")
            return hint === "" ? qsTr("Is everything easy to read?")
                               : Spoken.together(FaultTexts.what(hint) || FaultTexts.pageHint(hint), qsTr("Is everything easy to read?"))
        case "fault":
            return FaultTexts.what(hint)
        }
        if (hint !== "")
            return FaultTexts.pageHint(hint)
        if (half > 0)
            return sheetText
        if (again && capture.held !== true)
            return qsTr("Lay page %1 on the tray. The new picture takes the place of the old one.").arg(material.page)
        if (material.full === true && !again)
            return qsTr("This paper is taken. A new picture takes the place of the last page.")
        if (capture.held === true && !enough)
            return qsTr("Lift the page and lay it down again, or touch \"Take picture now\".")
        return enough ? qsTr("Lay the next page on the tray, or touch \"No more pages\".")
                      : qsTr("Lay the page flat in the middle of the tray.")
    }

    heading: shot && half > 0 ? (half === 1 ? qsTr("Check the first half") : qsTr("Check the whole sheet"))
             : shot ? qsTr("Check the picture") : qsTr("Scan: %1").arg(material.title ?? "")
    lead: shot || sought === "" && others === "" ? why : sought === "" ? Spoken.together(others, why)
                                                                       : Spoken.together(why, sought)
    part: "scan"
    stepShare: ((material.index ?? 0) + 0.5) / Math.max(1, material.count ?? 1)
    nextText: shot ? qsTr("Use this picture") : qsTr("Take picture now")
    nextIcon: shot ? "right" : "camera"
    nextShown: shot || phase === "looking" || phase === "found" || phase === "steady"
    backText: shot ? (half === 2 ? qsTr("Second half again") : qsTr("Take again")) : qsTr("Back")
    backIcon: shot ? "retake" : "left"
    handleBack: !shot && !accepted.running
    onBack: {
        if (shot) {
            accepted.restart()
            Session.retake()
        }
    }
    onNext: {
        if (shot) {
            accepted.restart()
            Session.acceptShot()
        } else if (!accepted.running) {
            Session.shoot()
        }
    }

    // The buttons that take a picture and that lead back stand where those were that accepted or refused the last one:
    // the second touch of a trembling hand is meant for these.
    Timer {
        id: accepted
        interval: 900
    }

    actions: [
        HallButton {
            visible: !page.shot && page.material.promise === true && !page.enough && !page.again
            text: qsTr("Promise instead")
            iconName: "sign"
            onActed: Session.askPromise()
        },
        HallButton {
            visible: !page.shot && !page.again && (page.enough || page.later || page.follows || page.material.required === false)
            text: page.enough ? qsTr("No more pages") : page.material.required === false ? qsTr("Skip")
                              : page.follows && !page.later ? qsTr("Hand it in later") : qsTr("Bring it to the window")
            iconName: page.enough ? "tick" : "skip"
            onActed: Session.skipMaterial()
        }
    ]

    Grid {
        id: layout

        readonly property int wordsWidth: Theme.portrait ? width : Math.round(width * 0.34)

        width: parent.width
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.mm(8)
        rowSpacing: Theme.gap

        Rectangle {
            width: Theme.portrait ? layout.width : layout.width - layout.wordsWidth - layout.columnSpacing
            height: page.roomHeight - (Theme.portrait ? words.height + layout.rowSpacing : 0)
            radius: Theme.radius
            color: page.shot || page.phase === "starting" ? Theme.surface : "#16191F"
            border.width: Theme.strongLine
            border.color: page.shot || page.phase === "starting" ? Theme.edge : Theme.accent

            Accessible.role: Accessible.Graphic
            Accessible.name: page.shot ? qsTr("The picture that was taken") : qsTr("Live picture of the tray")

            CameraPreview {
                anchors.fill: parent
                anchors.margins: Theme.mm(1)
                visible: !page.shot && page.phase !== "starting" && page.phase !== "fault"
            }

            GuideArrow {
                anchors.centerIn: parent
                visible: page.leading
                across: page.capture.guide?.right ?? 0
                along: page.capture.guide?.down ?? 0
                turn: page.capture.guide?.turn ?? 0
            }

            HalfSheetPicture {
                anchors.left: parent.left
                anchors.top: parent.top
                anchors.margins: Theme.mm(4)
                visible: page.half > 0 && !page.shot && page.phase !== "fault"
                z: 1
                half: page.half
                open: page.capture.open ?? ""
            }

            HintBadge {
                anchors.right: parent.right
                anchors.top: parent.top
                anchors.margins: Theme.mm(4)
                visible: !page.leading && name !== "" && (page.phase === "looking" || page.phase === "steady" || page.shot)
                z: 1
                code: page.hint
            }

            Image {
                anchors.fill: parent
                anchors.margins: Theme.mm(3)
                visible: page.shot
                source: page.shot ? page.capture.image : ""
                fillMode: Image.PreserveAspectFit
                cache: false
            }

            // The plate from above, with a page on its way.
            Column {
                anchors.centerIn: parent
                width: parent.width - 2 * Theme.mm(8)
                visible: page.phase === "starting"
                spacing: Theme.mm(Theme.portrait ? 10 : 5)

                Rectangle {
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: Theme.mm(Theme.portrait ? 120 : 84)
                    height: Math.round(width * 0.92)
                    radius: Theme.mm(4)
                    color: Theme.chosen
                    border.width: Theme.strongLine
                    border.color: Theme.accent

                    HallIcon {
                        anchors.centerIn: parent
                        width: Math.round(parent.width * 0.62)
                        height: width
                        name: "page"
                        color: Theme.accent
                    }
                }

                BusyMark {
                    width: parent.width
                    size: Theme.mm(18)
                    text: qsTr("Meanwhile you can lay the page on the tray.")
                }
            }

            HallIcon {
                anchors.centerIn: parent
                visible: page.phase === "fault"
                width: Theme.mm(36)
                height: width
                name: "camera"
                color: "#FFFFFF"
            }
        }

        Column {
            id: words
            width: layout.wordsWidth
            spacing: Theme.gap

            FaultNotice {
                width: parent.width
                code: page.submitFault?.code ?? ""
                who: page.submitFault?.who ?? ""
                remedy: page.submitFault?.remedy ?? ""
            }

            Notice {
                width: parent.width
                kind: page.phase === "fault" ? "error" : page.leading || page.hint !== "" && (page.phase === "looking" || page.phase === "steady" || page.shot) ? "warning"
                                              : page.phase === "looking" || page.phase === "starting" ? "info" : "success"
                title: page.say
                text: page.phase !== "fault" ? ""
                      : page.hint === "store.full" ? qsTr("Your case itself can still be handed in here.")
                      : qsTr("Please tell a member of staff, or go back: what you entered is kept.")
                        + (page.later ? " " + qsTr("You can also go on now and bring the paper to the window.") : "")
            }

            Notice {
                width: parent.width
                visible: !page.shot && page.follows && !page.later && page.half < 2 && (Theme.portrait || Theme.textSize !== "xlarge")
                kind: "info"
                title: qsTr("You have not got it with you?")
                text: page.until !== "" ? qsTr("You may go on and bring it to the window until %1.").arg(page.until)
                                        : qsTr("You may go on and bring it to the window within %n working day(s).", "",
                                               page.material.follow ?? 0)
            }

            HallButton {
                width: parent.width
                visible: page.half === 2 && page.phase !== "shooting"
                iconName: "retake"
                text: qsTr("First half again")
                onActed: {
                    accepted.restart()
                    Session.firstHalfAgain()
                }
            }

            HallButton {
                width: parent.width
                visible: !page.shot && (page.half === 0 ? page.capture.larger === true
                                                        : page.half === 1 && page.capture.inTwo === true)
                iconName: "page"
                text: page.half === 0 ? qsTr("The paper is larger than the tray") : qsTr("The paper fits on the tray")
                onActed: Session.takeInTwo(page.half === 0)
            }

            // Whoever has taken some pages knows how it is done.
            HallButton {
                width: parent.width
                visible: page.pagesTaken
                iconName: "page"
                text: qsTr("Look at the %n page(s) taken", "", page.material.taken ?? 0)
                onActed: Session.openPageList()
            }

            Grid {
                id: tips
                width: parent.width
                visible: !page.shot && !page.pagesTaken && page.half === 0 && page.phase !== "fault" && (Theme.portrait || Theme.textSize !== "xlarge")
                columns: Theme.portrait && Theme.textSize !== "xlarge" ? 3 : 1
                columnSpacing: Theme.gap
                rowSpacing: Theme.smallGap

                Repeater {
                    model: [qsTr("Lay it flat"), qsTr("All corners in the picture"), qsTr("Hands away")]

                    NumberedLine {
                        required property int index
                        required property string modelData

                        width: (words.width - (tips.columns - 1) * Theme.gap) / tips.columns
                        number: index + 1
                        text: modelData
                    }
                }
            }
        }
    }
}
