// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/demo/simulatedhands.h"

#include "app/kiosk/demo/simulatedreader.h"

#include <QBuffer>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <cstdio>

namespace hall {

namespace {

Result<QJsonObject> outcome(const Done &done)
{
    if (!done) {
        return fail(done.error());
    }
    return QJsonObject{};
}

// Paper `number`, counted from 1 since the program started; the printer keeps the last few.
Result<QJsonObject> printerOutput(device::VirtualPrinter &printer, int number)
{
    const int count = printer.paperCount();
    const std::vector<device::VirtualPaper> kept = printer.papers();
    const int place = static_cast<int>(kept.size()) - 1 - (count - number);
    if (number < 1 || number > count || place < 0) {
        return fail(FaultCode::StoreNotFound, count == 0 ? "no paper has come out" : "no such paper is kept");
    }
    const device::VirtualPaper &paper = kept[static_cast<std::size_t>(place)];
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    paper.image.save(&buffer, "PNG");
    const QByteArray bytes(reinterpret_cast<const char *>(paper.bytes.data()), qsizetype(paper.bytes.size()));
    return QJsonObject{{QStringLiteral("papers"), count},
                       {QStringLiteral("paper"), number},
                       {QStringLiteral("png"), QString::fromLatin1(png.toBase64())},
                       {QStringLiteral("bytes"), QString::fromLatin1(bytes.toBase64())}};
}

// null: its focus is fixed. An object: a motor; what is left out is as SimLens has it.
std::optional<device::SimLens> lensOf(const QJsonValue &value)
{
    if (!value.isObject()) {
        return std::nullopt;
    }
    const QJsonObject object = value.toObject();
    device::SimLens lens;
    lens.least = object.value(u"least").toInt(lens.least);
    lens.most = object.value(u"most").toInt(lens.most);
    lens.step = object.value(u"step").toInt(lens.step);
    lens.sharp = object.value(u"sharp").toInt(lens.sharp);
    if (object.value(u"now").isDouble()) {
        lens.now = object.value(u"now").toInt();
    }
    lens.blurAStep = object.value(u"blur").toDouble(lens.blurAStep);
    lens.lostAfter = object.value(u"lost_after").toInt(lens.lostAfter);
    lens.dead = object.value(u"dead").toBool(lens.dead);
    return lens;
}

}  // namespace

Result<QJsonObject> SimulatedHands::act(const QJsonObject &request)
{
    static const QStringList puts{QStringLiteral("insert"), QStringLiteral("place"), QStringLiteral("show"),
                                  QStringLiteral("play")};
    static const QStringList takes{QStringLiteral("remove"), QStringLiteral("lift"), QStringLiteral("clear")};
    const QString id = request.value(u"device").toString();
    const QString action = request.value(u"action").toString();
    Result<QJsonObject> done = perform(id, action, request);
    if (!done) {
        return done;
    }
    if (puts.contains(action)) {
        m_lying.insert(id, request);
    } else if (takes.contains(action)) {
        m_lying.remove(id);
    } else if (action == QLatin1String("set")) {
        QJsonObject &state = m_lying[id];
        for (auto it = request.begin(); it != request.end(); ++it) {
            state.insert(it.key(), *it);
        }
    }
    return done;
}

QByteArray SimulatedHands::lying() const
{
    QJsonArray all;
    for (const QJsonObject &request : m_lying) {
        all.append(request);
    }
    return QJsonDocument(all).toJson(QJsonDocument::Compact);
}

void SimulatedHands::layBack(const QByteArray &lying)
{
    for (const QJsonValue request : QJsonDocument::fromJson(lying).array()) {
        if (const auto done = act(request.toObject()); !done) {
            std::fprintf(stderr, "hall-kiosk: simulated devices: %s\n", done.error().detail.c_str());
        }
    }
}

Result<QJsonObject> SimulatedHands::perform(const QString &id, const QString &action, const QJsonObject &request)
{
    const SimulatedDevices &sim = m_devices;
    if (id == QLatin1String("social-card-reader") && sim.cardSlot) {
        if (action == QLatin1String("insert")) {
            return outcome(sim.cardSlot->insert(request.value(u"card").toString()));
        }
        if (action == QLatin1String("remove")) {
            sim.cardSlot->remove();
            return QJsonObject{};
        }
    } else if (id == QLatin1String("id-card-reader") && sim.idReader) {
        if (action == QLatin1String("place")) {
            return outcome(sim.idReader->place(request.value(u"card").toString()));
        }
        if (action == QLatin1String("lift")) {
            sim.idReader->lift();
            return QJsonObject{};
        }
    } else if (id == QLatin1String("table-stick") && sim.stick) {
        if (action == QLatin1String("insert")) {
            const QString folder = request.value(u"folder").toString();
            if (!QFileInfo(folder).isDir()) {
                return fail(FaultCode::FileUnreadable, "no folder '" + folder.toStdString() + "'");
            }
            sim.stick->insert(folder);
            return QJsonObject{};
        }
        if (action == QLatin1String("remove")) {
            sim.stick->remove();
            return QJsonObject{};
        }
    } else if (id == QLatin1String("document-camera") && sim.camera) {
        return cameraAction(action, request);
    } else if (id == QLatin1String("code-scanner") && sim.scanner) {
        if (action == QLatin1String("scan")) {
            sim.scanner->scan(request.value(u"text").toString().toStdString());
            return QJsonObject{};
        }
    } else if (id == QLatin1String("cabinet") && sim.cabinet) {
        return cabinetAction(action, request);
    } else if (id == QLatin1String("receipt-printer") && sim.printer) {
        return printerAction(action, request);
    } else if (id == QLatin1String("page-printer") && sim.pagePrinter) {
        return pagePrinterAction(action, request);
    } else {
        return fail(FaultCode::BadArgument, "no simulated device '" + id.toStdString() + "'");
    }
    return fail(FaultCode::BadArgument,
                "device '" + id.toStdString() + "' has no action '" + action.toStdString() + "'");
}

Result<QJsonObject> SimulatedHands::cameraAction(const QString &action, const QJsonObject &request)
{
    device::SimCamera &camera = *m_devices.camera;
    if (action == QLatin1String("show")) {
        const QString picture = request.value(u"image").toString();
        if (m_devices.reader) {
            if (const Done laid = m_devices.reader->lay(picture); !laid) {
                return fail(laid.error());
            }
        }
        return outcome(camera.show(picture));
    }
    if (action == QLatin1String("play")) {
        if (m_devices.reader) {
            m_devices.reader->clear();
        }
        m_film = m_film ? std::move(m_film) : std::make_unique<CameraFilm>(camera);
        return outcome(m_film->play(request.value(u"video").toString()));
    }
    if (action == QLatin1String("clear")) {
        camera.clear();
        if (m_devices.reader) {
            m_devices.reader->clear();
        }
        return QJsonObject{};
    }
    if (action == QLatin1String("lens")) {
        camera.setLens(lensOf(request.value(u"lens")));
        return QJsonObject{};
    }
    return fail(FaultCode::BadArgument, "document-camera has no action '" + action.toStdString() + "'");
}

Result<QJsonObject> SimulatedHands::cabinetAction(const QString &action, const QJsonObject &request)
{
    device::SimCabinet &cabinet = *m_devices.cabinet;
    if (action == QLatin1String("set")) {
        static const QStringList powers{QStringLiteral("mains"), QStringLiteral("battery"), QStringLiteral("low")};
        cabinet.edit([&request](device::SimCabinetState &state) {
            state.doorOpen = request.value(u"door").toString(state.doorOpen ? QStringLiteral("open") : QString()) ==
                             QLatin1String("open");
            state.present = request.value(u"presence").toBool(state.present);
            state.headphones = request.value(u"headphones").toBool(state.headphones);
            if (const QString power = request.value(u"power").toString(); powers.contains(power)) {
                state.power = power.toStdString();
            }
            state.minutes = qBound(0, request.value(u"minutes").toInt(state.minutes), 999);
            if (const QString serial = request.value(u"serial").toString(); !serial.isEmpty()) {
                state.serial = serial.left(20).toStdString();
            }
        });
        return QJsonObject{};
    }
    if (action == QLatin1String("key")) {
        const auto key = device::keyFrom(request.value(u"key").toString().toStdString());
        if (!key) {
            return fail(FaultCode::BadArgument, "cabinet: no such key");
        }
        cabinet.press(*key);
        return QJsonObject{};
    }
    return fail(FaultCode::BadArgument, "cabinet has no action '" + action.toStdString() + "'");
}

Result<QJsonObject> SimulatedHands::printerAction(const QString &action, const QJsonObject &request)
{
    device::VirtualPrinter &printer = *m_devices.printer;
    if (action == QLatin1String("set")) {
        printer.edit([&request](device::VirtualPrinterState &state) {
            const QString paper = request.value(u"paper").toString();
            if (paper == QLatin1String("ok")) {
                state.paper = device::SimPaper::Ok;
            } else if (paper == QLatin1String("near-end")) {
                state.paper = device::SimPaper::NearEnd;
            } else if (paper == QLatin1String("out")) {
                state.paper = device::SimPaper::Out;
            }
            state.coverOpen = request.value(u"cover").toString(state.coverOpen ? QStringLiteral("open") : QString()) ==
                              QLatin1String("open");
            state.jam = request.value(u"jam").toBool(state.jam);
            state.cutterFault = request.value(u"cutter").toString(
                                    state.cutterFault ? QStringLiteral("fault") : QString()) == QLatin1String("fault");
        });
        return QJsonObject{};
    }
    if (action == QLatin1String("out-after-rows")) {
        device::VirtualPrinterState out = printer.state();
        out.paper = device::SimPaper::Out;
        printer.afterRows(request.value(u"rows").toInt(), out);
        return QJsonObject{};
    }
    if (action == QLatin1String("papers")) {
        return QJsonObject{{QStringLiteral("papers"), printer.paperCount()}};
    }
    if (action == QLatin1String("output")) {
        return printerOutput(printer, request.value(u"paper").toInt(printer.paperCount()));
    }
    return fail(FaultCode::BadArgument, "receipt-printer has no action '" + action.toStdString() + "'");
}

Result<QJsonObject> SimulatedHands::pagePrinterAction(const QString &action, const QJsonObject &request)
{
    device::SimPagePrinter &printer = *m_devices.pagePrinter;
    if (action == QLatin1String("set")) {
        printer.edit([&request](device::SimPageState &state) {
            const auto choose = [&request](const char *key, const QStringList &words, std::string &now) {
                const QString word = request.value(QLatin1String(key)).toString();
                now = words.contains(word) ? word.toStdString() : now;
            };
            choose("paper", {QStringLiteral("ok"), QStringLiteral("near-end"), QStringLiteral("out")}, state.paper);
            choose("toner", {QStringLiteral("ok"), QStringLiteral("low"), QStringLiteral("out")}, state.toner);
            state.jam = request.value(u"jam").toBool(state.jam);
            state.coverOpen = request.value(u"cover").toString(state.coverOpen ? QStringLiteral("open") : QString()) ==
                              QLatin1String("open");
            state.trayFull = request.value(u"tray").toString(state.trayFull ? QStringLiteral("full") : QString()) ==
                             QLatin1String("full");
            state.takesPdf = request.value(u"pdf").toBool(state.takesPdf);
        });
        return QJsonObject{};
    }
    if (action == QLatin1String("papers")) {
        return QJsonObject{{QStringLiteral("papers"), printer.count()}};
    }
    if (action == QLatin1String("output")) {
        const int count = printer.count();
        const std::vector<device::SimSheets> kept = printer.printed();
        const int number = request.value(u"paper").toInt(count);
        const int place = static_cast<int>(kept.size()) - 1 - (count - number);
        if (number < 1 || number > count || place < 0) {
            return fail(FaultCode::StoreNotFound, count == 0 ? "nothing has been printed" : "no such print is kept");
        }
        const device::SimSheets &sheets = kept[static_cast<std::size_t>(place)];
        const QByteArray pdf(reinterpret_cast<const char *>(sheets.pdf.data()), qsizetype(sheets.pdf.size()));
        return QJsonObject{{QStringLiteral("papers"), count},
                           {QStringLiteral("paper"), number},
                           {QStringLiteral("media"), QString::fromStdString(sheets.media)},
                           {QStringLiteral("scaling"), QString::fromStdString(sheets.scaling)},
                           {QStringLiteral("name"), QString::fromStdString(sheets.name)},
                           {QStringLiteral("pdf"), QString::fromLatin1(pdf.toBase64())}};
    }
    return fail(FaultCode::BadArgument, "page-printer has no action '" + action.toStdString() + "'");
}

Done SimulatedHands::setFault(const QString &device, const QString &fault, int after)
{
    const SimulatedDevices &sim = m_devices;
    const std::string name = fault.toStdString();
    if (device == QLatin1String("social-card-reader") && sim.cardSlot) {
        if (fault.isEmpty()) {
            sim.cardSlot->heal();
            return {};
        }
        return sim.cardSlot->setFault(name, after);
    }
    if (device == QLatin1String("id-card-reader") && sim.idReader) {
        if (fault.isEmpty()) {
            sim.idReader->heal();
            return {};
        }
        return sim.idReader->setFault(name, after);
    }
    if (device == QLatin1String("code-scanner") && sim.scanner) {
        if (fault.isEmpty()) {
            sim.scanner->heal();
            return {};
        }
        return sim.scanner->setFault(name, after);
    }
    if (device == QLatin1String("cabinet") && sim.cabinet) {
        if (fault.isEmpty()) {
            sim.cabinet->heal();
            return {};
        }
        return sim.cabinet->setFault(name, after);
    }
    if (device == QLatin1String("page-printer") && sim.pagePrinter) {
        if (fault.isEmpty()) {
            sim.pagePrinter->heal();
            return {};
        }
        return sim.pagePrinter->setFault(name, after);
    }
    if (device == QLatin1String("document-camera") && sim.camera) {
        if (fault.isEmpty()) {
            sim.camera->heal();
            return {};
        }
        return sim.camera->setFault(fault, after);
    }
    if (device == QLatin1String("receipt-printer") && sim.printer) {
        if (fault.isEmpty()) {
            sim.printer->heal();
            return {};
        }
        const auto known = device::printerFaultFrom(name);
        if (!known) {
            return fail(FaultCode::BadArgument, "receipt-printer has no fault '" + name + "'");
        }
        sim.printer->setFault(*known, static_cast<std::size_t>(qMax(0, after)));
        return {};
    }
    return fail(FaultCode::BadArgument, "no simulated device '" + device.toStdString() + "'");
}

}  // namespace hall
