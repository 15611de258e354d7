// SPDX-License-Identifier: GPL-3.0-or-later
// Catalogue files as somebody in the hall may write them. First byte: which file the rest replaces in a folder that is
// otherwise sound. Nothing but that file may be lost, and every defect names a place in it.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/formengine.h"
#include "tests/fuzz/fuzz.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace hall;
using hall::fuzz::Input;

namespace {

const QDate today(2026, 3, 1);
const char *const names[] = {"services/emp-cert.json", "dictionary.json", "codes/sex.json", "events.json",
                             "messages.json"};

// The smallest folder that loads: what the one service needs.
class Folder
{
public:
    Folder()
    {
        const QString from = QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue/");
        for (const char *sub : {"codes", "services"}) {
            HALL_HOLDS(QDir(m_dir.path()).mkpath(QLatin1String(sub)));
            for (const QString &name : QDir(from + QLatin1String(sub)).entryList(QDir::Files)) {
                HALL_HOLDS(
                    QFile::copy(from + QLatin1String(sub) + u'/' + name, path(QLatin1String(sub) + u'/' + name)));
            }
        }
        for (const char *name : {"dictionary.json", "events.json", "messages.json"}) {
            HALL_HOLDS(QFile::copy(from + QLatin1String(name), path(QLatin1String(name))));
        }
        HALL_HOLDS(loadCatalogue(m_dir.path()).defects.isEmpty());
    }

    LoadedCatalogue with(const QString &name, const QByteArray &content)
    {
        const QByteArray before = read(name);
        write(name, content);
        LoadedCatalogue loaded = loadCatalogue(m_dir.path());
        write(name, before);
        return loaded;
    }

private:
    [[nodiscard]] QString path(const QString &name) const { return m_dir.filePath(name); }
    [[nodiscard]] QByteArray read(const QString &name) const
    {
        QFile file(path(name));
        HALL_HOLDS(file.open(QIODevice::ReadOnly));
        return file.readAll();
    }
    void write(const QString &name, const QByteArray &content) const
    {
        QFile::remove(path(name));  // a copy from the tree may be read-only
        QFile file(path(name));
        HALL_HOLDS(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }

    QTemporaryDir m_dir;
};

// The place itself, or its parent when what is complained of is that it is missing.
bool pointsIntoFile(const QString &pointer, const QJsonValue &document)
{
    QJsonValue at = document;
    QStringList steps = pointer.split(u'/');
    if (!steps.takeFirst().isEmpty()) {
        return false;
    }
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const QString step = QString(steps[i])
                                 .replace(QLatin1String("~1"), QLatin1String("/"))
                                 .replace(QLatin1String("~0"), QLatin1String("~"));
        const QJsonValue next = at.isArray() ? at.toArray().at(step.toInt()) : at.toObject().value(step);
        if (next.isUndefined()) {
            return i + 1 == steps.size();
        }
        at = next;
    }
    return true;
}

void useForms(const Service &service, const Catalogue &catalogue)
{
    for (const FormKind kind : {FormKind::Online, FormKind::Offline}) {
        const Facts facts;
        HALL_HOLDS(visiblePages(service, kind, facts, today).size() <= formOf(service, kind).pages.size());
        HALL_HOLDS(requiredFields(service, kind, facts, today).size() <= formOf(service, kind).fieldIds().size());
        for (const hall::Problem &problem : problems(catalogue, service, kind, facts, today)) {
            HALL_HOLDS(catalogue.field(problem.field) != nullptr);
        }
        HALL_HOLDS(answers(service, kind, facts, today).isEmpty());
    }
    HALL_HOLDS(materialNeeds(service, {}, today).size() == service.materials.size());
    const Eligibility verdict = eligibility(service, {}, today);
    HALL_HOLDS((verdict.answer == Tri::Yes) == (verdict.clause == nullptr));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static Folder folder;
    Input input(data, size);
    const QString name = QLatin1String(names[input.byte() % std::size(names)]);
    const QByteArray content = fuzz::qbytes(input.rest());
    const LoadedCatalogue loaded = folder.with(name, content);
    const QJsonDocument document = QJsonDocument::fromJson(content);
    for (const Defect &defect : loaded.defects) {
        HALL_HOLDS(!defect.reason.isEmpty() && !defect.cure.isEmpty());
        HALL_HOLDS(defect.file != name || defect.path.isEmpty() || pointsIntoFile(defect.path, document.object()));
    }
    for (const Service &service : loaded.catalogue.services()) {
        useForms(service, loaded.catalogue);
    }
    return 0;
}
