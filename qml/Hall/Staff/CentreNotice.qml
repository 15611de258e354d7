// SPDX-License-Identifier: GPL-3.0-or-later
// Why the centre takes nothing from this machine, and who can change it. Nothing is shown while all is well.
import QtQuick
import Hall.Controls

Notice {
    id: notice

    // As in the status of the control socket: a code of the centre or of the way to it, empty when all is well.
    property string problem: ""
    property bool technician: false

    readonly property string code: problem === "certificate-required" ? "certificate"
                                   : problem === "server-certificate" || problem === "content-digest" ? "garbled"
                                   : problem === "unavailable" || problem === "too-many" || problem.startsWith("http-5")
                                     ? "busy" : problem
    readonly property bool passing: code === "unreachable" || code === "timeout" || code === "busy"

    function headline(): string {
        switch (code) {
        case "revoked":
            return qsTr("The centre has withdrawn this machine's registration")
        case "not-enrolled":
            return qsTr("The centre does not know this machine")
        case "fork":
            return qsTr("The centre believes that this machine exists twice")
        case "certificate":
            return qsTr("The centre does not accept this machine's certificate")
        case "unreachable":
            return qsTr("The centre cannot be reached")
        case "timeout":
            return qsTr("The centre does not answer in time")
        case "garbled":
            return qsTr("Something else answers in the centre's place")
        case "headers-dropped":
            return qsTr("What goes to the centre and back does not come whole")
        case "server-certificate-time":
            return qsTr("By this machine's clock the centre's certificate is not good")
        case "busy":
            return qsTr("The centre is busy or being repaired")
        }
        return qsTr("The centre takes nothing from this machine (%1)").arg(code)
    }

    // Who has to do what.
    function remedy(): string {
        switch (code) {
        case "revoked":
            return qsTr("Ask the centre why. Only it can take the machine back, with a new code for registration.")
        case "not-enrolled":
            return qsTr("Ask the centre for a new code; a technician registers the machine with it.")
        case "fork":
            return qsTr("Its disk was copied, or an old copy was put back. Ask the centre; a technician switches off the other machine and registers this one anew.")
        case "certificate":
            return qsTr("Have a technician look at the clock; if it is right, ask the centre for a new code and register the machine anew.")
        case "unreachable":
        case "timeout":
            return qsTr("Look whether the network cable is in. If it lasts, have a technician look at the network, and ask the centre whether it works.")
        case "garbled":
            return qsTr("A sign-in page or a proxy of the network, as a rule. Have a technician look at the network.")
        case "headers-dropped":
            return qsTr("Something on the way takes parts of it away, a firewall or a proxy as a rule. Have a technician tell whoever looks after the network: the headers Content-Digest and those that begin with Hall- or Upload- have to pass.")
        case "server-certificate-time":
            return qsTr("Have a technician look at the clock; if it is right, tell the centre that its certificate has ended.")
        case "busy":
            return qsTr("Nothing has to be done here. If it lasts for more than an hour, call the centre.")
        }
        return qsTr("Tell the centre this code; a technician finds more in the log.")
    }

    visible: problem !== ""
    kind: passing ? "info" : "error"
    title: headline()
    text: Spoken.together(Spoken.together(remedy(), passing ? qsTr("The cases stay here and are sent by themselves afterwards.")
                                                            : qsTr("Until then the cases stay here; none is lost.")),
                          technician ? qsTr("Code: %1").arg(problem) : "")
}
