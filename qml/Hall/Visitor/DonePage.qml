// SPDX-License-Identifier: GPL-3.0-or-later
// The case is safe: its number, what happens next, and the receipt on paper or as a code.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property bool paperFailed: Session.printState === "not-printed" || Session.printState === "unknown"
    // With no paper the code is what there is to take away: it comes before anything that can be read later.
    readonly property bool codeFirst: Theme.portrait && paperFailed && Session.receiptQr !== ""
    readonly property var nextGroups: Session.nextGroups
    readonly property var numbers: Session.caseNumbers
    readonly property var printFault: Session.printFault
    readonly property string printFaultCode: typeof printFault === "string" ? printFault : printFault?.code ?? ""
    readonly property string printTitle: {
        switch (Session.printState) {
        case "printing":
            return qsTr("Your receipt is being printed.")
        case "printed":
            return qsTr("Please take your receipt.")
        case "unknown":
            return qsTr("Please look whether your receipt is in the paper slot.")
        case "not-printed":
            return qsTr("The receipt could not be printed.")
        }
        return qsTr("Your receipt is this code.")
    }

    // Received it has been when the centre says so.
    readonly property string handedIn: Session.handedIn

    heading: handedIn === "withdrawal" ? qsTr("You have taken the case back")
             : handedIn === "supplement" ? qsTr("What was missing has been handed in")
             : Session.delivery === "stored" ? qsTr("Your case has been received")
                                           : Session.delivery === "sent" ? qsTr("Your case has been submitted")
                                                                         : qsTr("Your case is safe in this machine")
    backShown: false
    bar.homeShown: false
    nextText: qsTr("Finish")
    nextIcon: "exit"
    onNext: Session.finish()

    actions: [
        HallButton {
            visible: page.paperFailed
            iconName: "print"
            text: qsTr("Print again")
            onActed: Session.reprint()
        },
        HallButton {
            visible: Session.printState !== "printing"
            iconName: "home"
            text: qsTr("Do something else")
            onActed: Session.goOn()
        }
    ]

    component NextSteps: Panel {
        id: steps

        padding: Theme.mm(8)
        spacing: Theme.mm(4)

        Heading {
            width: parent.width
            text: qsTr("What happens next")
            font.pixelSize: Theme.buttonSize
        }

        NumberedLine {
            width: parent.width
            number: 1
            text: qsTr("Take your card and your documents with you.")
        }

        // Of several services each has steps of its own.
        Repeater {
            model: page.nextGroups

            Column {
                id: group

                required property int index
                required property var modelData
                readonly property bool titled: modelData.title !== ""

                width: (parent as Item)?.width ?? 0
                spacing: steps.spacing

                BodyText {
                    // Not the last line of a screen.
                    readonly property bool wholeRow: true
                    readonly property int keepBelow: Math.round(2 * Theme.bodySize)

                    width: parent.width
                    visible: group.titled
                    text: group.modelData.title
                    font.bold: true
                    topPadding: Theme.mm(2)
                }

                Repeater {
                    model: group.modelData.steps

                    NumberedLine {
                        required property int index
                        required property string modelData

                        width: (parent as Item)?.width ?? 0
                        number: index + (group.index === 0 && !group.titled ? 2 : 1)
                        text: modelData
                    }
                }
            }
        }
    }

    Rectangle {
        width: parent.width
        height: numberColumn.height + 2 * Theme.mm(9)
        radius: Theme.mm(4)
        color: Theme.successSoft
        border.width: Theme.strongLine
        border.color: Theme.success

        Column {
            id: numberColumn
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.mm(8)
            spacing: Theme.mm(2)

            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: Theme.smallGap

                HallIcon {
                    width: Math.round(Theme.buttonSize * 1.4)
                    height: width
                    name: "check"
                    color: Theme.success
                }

                BodyText {
                    text: page.numbers.length > 1 ? qsTr("Case numbers") : qsTr("Case number")
                    font.pixelSize: Theme.buttonSize
                    color: Theme.text
                }
            }

            Text {
                width: parent.width
                visible: page.numbers.length < 2
                text: Session.caseNumber
                font.family: Theme.family
                font.pixelSize: Theme.displaySize
                font.bold: true
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Theme.headingSize
                color: Theme.text
                horizontalAlignment: Text.AlignHCenter
                Accessible.role: Accessible.StaticText
                Accessible.name: qsTr("Case number %1").arg(text)
            }

            // Of several services in one go each has its own.
            Repeater {
                model: page.numbers.length > 1 ? page.numbers : []

                Column {
                    id: one

                    required property var modelData

                    width: numberColumn.width

                    BodyText {
                        width: parent.width
                        text: one.modelData.service
                        horizontalAlignment: Text.AlignHCenter
                        Accessible.ignored: true
                    }

                    Text {
                        width: parent.width
                        text: one.modelData.number
                        font.family: Theme.family
                        font.pixelSize: Theme.headingSize
                        font.bold: true
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: Theme.bodySize
                        color: Theme.text
                        horizontalAlignment: Text.AlignHCenter
                        Accessible.role: Accessible.StaticText
                        Accessible.name: qsTr("%1: case number %2").arg(one.modelData.service).arg(text)
                    }
                }
            }
        }
    }

    Grid {
        id: grid

        readonly property int qrWidth: Theme.portrait ? width : Math.round((width - columnSpacing) * 0.48)
        readonly property int textWidth: Theme.portrait || Session.receiptQr === "" ? width
                                                                                   : width - qrWidth - columnSpacing

        width: parent.width
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        Column {
            width: grid.textWidth
            spacing: Theme.gap

            Notice {
                width: parent.width
                kind: Session.delivery === "stored" ? "success" : "info"
                title: Session.delivery === "stored" ? qsTr("The centre has it")
                                                     : Session.delivery === "sent" ? qsTr("On its way to the centre")
                                                                                   : qsTr("Kept safely in this machine")
                text: Session.delivery === "stored"
                      ? qsTr("The centre has received your case and confirmed it.")
                      : Session.delivery === "sent"
                        ? qsTr("Your case is safe. It is being sent now; you need not wait.")
                        : qsTr("It is sent by itself as soon as there is a connection. You need not do anything and need not come back.")
            }

            Notice {
                width: parent.width
                visible: Session.printState !== "none"
                kind: page.paperFailed ? "warning" : Session.printState === "printed" ? "success" : "info"
                title: page.printTitle
                text: page.printFaultCode !== ""
                      ? Spoken.together(FaultTexts.what(page.printFaultCode),
                                         qsTr("The code on this page is just as good; your case is not affected. If you want it on paper, please tell the staff and touch \"Print again\" afterwards."))
                      : ""
            }

            NextSteps {
                width: parent.width
                visible: !page.codeFirst
            }
        }

        Panel {
            width: grid.qrWidth
            visible: Session.receiptQr !== ""
            padding: Theme.mm(8)

            Row {
                // Half a code cannot be read.
                readonly property bool wholeRow: true

                width: parent.width
                spacing: Theme.mm(10)

                Rectangle {
                    id: paper
                    width: Theme.mm(Theme.portrait && !Theme.elder ? 92 : Theme.portrait ? 76 : 52)
                    height: width
                    color: Theme.paper

                    QrCode {
                        anchors.fill: parent
                        anchors.margins: Theme.mm(4)
                        text: Session.receiptQr

                        Accessible.role: Accessible.Graphic
                        Accessible.name: qsTr("Receipt as a code")
                    }
                }

                Column {
                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width - paper.width - parent.spacing
                    spacing: Theme.mm(3)

                    BodyText {
                        width: parent.width
                        text: qsTr("Receipt for your phone")
                        font.pixelSize: Theme.buttonSize
                        font.bold: true
                    }

                    BodyText {
                        width: parent.width
                        text: qsTr("Scan this code to keep your case number. With it you can ask how far your case has got.")
                        color: Theme.softText
                    }
                }
            }
        }

        NextSteps {
            width: grid.width
            visible: page.codeFirst
        }
    }

    SuggestionPanel {
        width: parent.width
        visible: suggestions.length > 0 && Session.printState !== "printing"
        heading: qsTr("This may be useful next")
    }
}
