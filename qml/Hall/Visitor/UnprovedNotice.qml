// SPDX-License-Identifier: GPL-3.0-or-later
// Why this visit is shown nothing that the centre keeps about a person.
import QtQuick
import Hall.Controls

Notice {
    kind: "info"
    title: qsTr("You can fill in the forms yourself and hand them in here.")
    text: qsTr("What the centre already keeps about you is not shown here: a permit alone does not tell the machine that it is yours. The service window can look it up.")
}
