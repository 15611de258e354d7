// SPDX-License-Identifier: GPL-3.0-or-later
// What went wrong with a travel permit the step before, and what to do now.
import QtQuick
import Hall.Controls
import Hall.Session

Notice {
    id: notice

    readonly property var permit: Session.permit
    readonly property string note: permit.note ?? ""

    visible: note !== ""
    kind: note === "camera-out" ? "info" : note === "unread" || note === "differs" || note === "no-number" ? "warning" : "error"

    title: {
        switch (note) {
        case "unread":
            return qsTr("The lines at the bottom of the back could not be read.")
        case "wrong-kind":
            return qsTr("This is the other kind of travel permit.")
        case "other-document":
            return qsTr("This is not a travel permit of this kind.")
        case "expired":
            return qsTr("This travel permit is no longer valid.")
        case "no-number":
            return qsTr("This is not yet a whole permit number.")
        case "differs":
            return qsTr("The two entries are not the same.")
        case "camera-out":
            return qsTr("The camera cannot be used at the moment.")
        case "window":
            return qsTr("This machine cannot take travel permits at the moment.")
        }
        return ""
    }

    text: {
        switch (note) {
        case "unread":
            return permit.unread > 1 && permit.keys
                    ? qsTr("Lay it down once more, or type its number instead.")
                    : qsTr("Please lay the permit down once more: back side up, flat, without its cover.")
        case "wrong-kind":
            return qsTr("Go one step back and choose the other one.")
        case "other-document":
            return qsTr("Please lay your permit down with its back side up.")
        case "expired":
            return qsTr("Please go to the service window with it.")
        case "no-number":
            return permit.kind === "hk-mo" ? qsTr("It is the letter H or M and eight digits. Older permits have ten digits.")
                                           : qsTr("It has eight digits. Older permits have ten.")
        case "differs":
            return qsTr("That happens easily. Please type the number again, slowly, both times as it stands on the permit.")
        case "camera-out":
            return qsTr("Please type the number of your permit.")
        case "window":
            return qsTr("Please go to the service window with your permit.")
        }
        return ""
    }
}
