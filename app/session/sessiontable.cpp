// SPDX-License-Identifier: GPL-3.0-or-later
// People of a unit's case from a table on a stick: which file, row by row what is right and what is not, and the wrong
// rows corrected on the form pages. The stick is read in another thread, the table in another process.
#include "app/session/paper.h"
#include "app/session/session.h"
#include "app/session/sessiontools.h"
#include "app/table/tablestick.h"

#include <algorithm>

namespace hall {

namespace {

const QString filePage = QStringLiteral("table");
const QString rowsPage = QStringLiteral("table-rows");
constexpr qsizetype kTraces = 3;  // people of a table whom a search of the memory looks for afterwards

// What stands on the screen of a name from outside: no characters that turn the text around or hide.
QString shownName(const std::string &name)
{
    QString text = QString::fromUtf8(name.data(), qsizetype(name.size()));
    text.removeIf([](QChar c) { return !c.isPrint() || c.category() == QChar::Other_Format; });
    return text;
}

QString plain(QString text)
{
    text.removeIf([](QChar c) { return !c.isPrint() || c.category() == QChar::Other_Format; });
    return text;
}

}  // namespace

void Session::followStick()
{
    if (TableStick *stick = m_services.stick) {
        connect(stick, &TableStick::changed, this, &Session::onStick);
        connect(stick, &TableStick::done, this, &Session::onTable);
    }
}

QString Session::stickPlace() const
{
    if (!m_services.stick) {
        return QStringLiteral("none");
    }
    switch (m_services.stick->place()) {
    case TableStick::Place::Out:
        return QStringLiteral("out");
    case TableStick::Place::In:
        return QStringLiteral("in");
    case TableStick::Place::Left:
        return QStringLiteral("left");
    }
    return {};
}

bool Session::stickToTake() const
{
    return m_services.stick && m_services.stick->place() == TableStick::Place::In;
}

void Session::leaveStick()
{
    if (m_services.stick) {
        m_services.stick->leave();
    }
}

void Session::onStick()
{
    if (m_stage == QLatin1String("take-card") && m_cardsToTake.isEmpty() && !stickToTake()) {
        showEnded();
        return;
    }
    if (m_stage == filePage && stickToTake()) {
        m_idle.touched();  // somebody stands there and put it in
    }
    Q_EMIT tableChanged();
}

bool Session::tableStage() const
{
    return m_stage == filePage || m_stage == rowsPage;
}

bool Session::tableOffered() const
{
    if (!m_services.stick || !takesPeople()) {
        return false;
    }
    const bool first = m_stage == QLatin1String("form") && m_return == Return::Onward && m_people.isEmpty() &&
                       m_pageShown == personalPages().constFirst();
    return first || (m_stage == QLatin1String("people") && m_people.size() + 1 < m_service->batch.most);
}

void Session::openTable()
{
    if (!tableOffered() || m_busy) {
        return;
    }
    forgetTable();
    m_table.fromForm = m_stage == QLatin1String("form");
    m_table.page = m_pageShown;
    m_worker.waiting = false;
    setStage(filePage);
    m_services.stick->watch(true);
    Q_EMIT tableChanged();
}

void Session::chooseTable(int index)
{
    TableStick *stick = m_services.stick;
    if (m_stage != filePage || m_busy || !stick || index < 0 || index >= stick->files().size()) {
        return;
    }
    m_table.note.clear();
    m_table.file = shownName(stick->files()[index].name);
    m_table.reading = true;
    setBusy(true);
    stick->read(index);
    Q_EMIT tableChanged();
}

void Session::onTable(const TableCells &cells)
{
    if (!std::exchange(m_table.reading, false)) {
        return;
    }
    setBusy(false);
    if (m_stage != filePage || !takesPeople()) {
        return;
    }
    if (!cells.problem.isEmpty()) {
        m_table.note = cells.problem;
        Q_EMIT tableChanged();
        return;
    }
    TableCase about{m_services.catalogue, m_service, m_formKind, m_facts, personalPages(), m_people, today()};
    for (const QString &id : personalFields()) {
        about.around.remove(id);
    }
    if (!nobodyInHand()) {
        about.entered.append(personInHand());
    }
    m_table.rows = judgeTable(about, cells);
    m_table.judged = true;
    m_table.taken = m_table.rows.right.isEmpty() && m_table.rows.whole.isEmpty();
    QStringList traces;
    for (const Facts &person : m_table.rows.right.mid(0, kTraces)) {
        traces.append(person.value(QStringLiteral("cert_no")).toString());
    }
    Q_EMIT wiping(traces);
    setStage(rowsPage);
    Q_EMIT tableChanged();
}

// The right rows join the case; whoever is on the form pages stays there, unless that is nobody yet.
void Session::takeRows()
{
    TableRows &rows = m_table.rows;
    if (!rows.whole.isEmpty()) {
        return;
    }
    if (!m_table.taken) {
        const bool empty = nobodyInHand();
        m_table.taken = true;
        m_table.took = int(rows.right.size());
        if (empty) {
            dropReadPapers();  // nobody's any more
        } else if (!rows.right.isEmpty()) {
            readingsEnd();
        }
        m_people += rows.right;
        rows.right.clear();
        if (empty && !m_people.isEmpty()) {
            putInHand(m_people.takeLast());
        }
        forgetSignature();
        if (!rows.wrong.isEmpty()) {
            Q_EMIT tableChanged();
            return;
        }
    }
    afterTable();
}

// What the form still asks once for all of them, then the list.
void Session::afterTable()
{
    const bool fromForm = std::exchange(m_table.fromForm, false);
    const QString page = m_table.page;
    if (m_table.rows.wrong.isEmpty()) {
        forgetTable();
    }
    if (fromForm) {
        const QStringList sequence = pageSequence();
        const QStringList personal = personalPages();
        const auto after = std::find_if(sequence.begin() + sequence.indexOf(page) + 1, sequence.end(),
                                        [&](const QString &id) { return !personal.contains(id); });
        if (after != sequence.end()) {
            m_return = Return::Onward;
            showPage(*after);
            return;
        }
    }
    showPeople();
}

void Session::backFromTable()
{
    if (m_stage == rowsPage && m_table.took > 0) {
        afterTable();
    } else if (m_stage == rowsPage) {
        hall::wipe(m_table.rows);  // nothing of it was taken
        m_table.judged = false;
        m_table.taken = false;
        setStage(filePage);
        m_services.stick->watch(true);
        Q_EMIT tableChanged();
    } else if (m_table.fromForm) {
        const QString page = m_table.page;
        forgetTable();
        showPage(page);
    } else {
        forgetTable();
        showPeople();
    }
}

void Session::openRows()
{
    if (m_stage == QLatin1String("people") && !m_busy && m_table.judged && !m_table.rows.wrong.isEmpty()) {
        setStage(rowsPage);
        Q_EMIT tableChanged();
    }
}

void Session::correctRow(int index)
{
    QVector<TableRow> &wrong = m_table.rows.wrong;
    if (m_stage != rowsPage || m_busy || !m_table.taken || index < 0 || index >= wrong.size() ||
        m_people.size() + 1 >= m_service->batch.most) {
        return;
    }
    if (!nobodyInHand()) {
        if (!openPageOfPerson().isEmpty()) {
            m_return = Return::Table;
            nextOfRow();  // whoever is there comes first
            return;
        }
        readingsEnd();
        m_people.append(personInHand());
    }
    TableRow row = wrong.takeAt(index);
    putInHand(row.person);
    m_rowCells = row.unread;
    wipeFacts(row.person);
    forgetSignature();
    m_table.took += 1;
    m_return = Return::Table;
    const QString open = openPageOfPerson();
    showPage(open.isEmpty() ? personalPages().constFirst() : open);
    collectErrors();
    refreshForm();
    Q_EMIT errorsChanged();
}

// The pages of this person on which something is wrong, one after the other; then the rows that are left.
void Session::nextOfRow()
{
    const QString open = openPageOfPerson();
    if (!open.isEmpty()) {
        showPage(open);
        collectErrors();
        refreshForm();
        Q_EMIT errorsChanged();
        return;
    }
    m_return = Return::Onward;
    if (m_table.rows.wrong.isEmpty()) {
        afterTable();
        return;
    }
    setStage(rowsPage);
    Q_EMIT tableChanged();
    Q_EMIT unitChanged();
}

// What the table had on this page and nobody could read stands there to be mended.
void Session::showRowCells()
{
    if (m_rowCells.isEmpty()) {
        return;
    }
    for (const FormPage &page : pages()) {
        for (const FormField &field : page.id == m_pageShown ? page.fields : QVector<FormField>()) {
            if (const auto cell = m_rowCells.constFind(field.id); cell != m_rowCells.constEnd()) {
                m_typed.insert(field.id, plain(*cell));
                m_unread.insert(field.id, plain(*cell));
            }
        }
    }
}

// Names and bytes are the page's; the rows outlive it.
void Session::stopTable()
{
    if (m_services.stick) {
        m_services.stick->watch(false);
    }
    if (std::exchange(m_table.reading, false)) {
        setBusy(false);
    }
}

void Session::forgetTable()
{
    stopTable();
    hall::wipe(m_table.rows);
    const int papers = m_table.papers + 1;
    m_table = {};
    m_table.papers = papers;
    Q_EMIT tableChanged();
}

QVariantMap Session::wrongMap(const QString &field, const QString &text) const
{
    const Field *column = m_services.catalogue->field(field);
    return {{QStringLiteral("column"), column ? column->label.in(m_language) : QString()},
            {QStringLiteral("text"), text}};
}

QVariantMap Session::tableRowsMap() const
{
    QVariantList wrong;
    for (const TableRow &row : m_table.rows.wrong) {
        QVariantList errors;
        for (const RowError &error : row.errors) {
            errors.append(
                wrongMap(error.field, error.error.isEmpty() ? error.words.in(m_language) : errorText(error.error)));
        }
        wrong.append(
            QVariantMap{{QStringLiteral("line"), row.line},
                        {QStringLiteral("name"), maskName(plain(row.person.value(QStringLiteral("name")).toString()))},
                        {QStringLiteral("number"), maskNumber(row.person.value(QStringLiteral("cert_no")).toString())},
                        {QStringLiteral("errors"), errors}});
    }
    QVariantList whole;
    for (const BatchError &error : m_table.rows.whole) {
        QVariantMap map = wrongMap(error.field, errorText(error.error));
        map.insert(QStringLiteral("line"), error.line);
        whole.append(map);
    }
    QStringList unknown;
    for (const QString &heading : m_table.rows.unknown) {
        unknown.append(plain(heading));
    }
    return {{QStringLiteral("file"), m_table.file},
            {QStringLiteral("right"), m_table.taken ? m_table.took : int(m_table.rows.right.size())},
            {QStringLiteral("taken"), m_table.taken},
            {QStringLiteral("wrong"), wrong},
            {QStringLiteral("whole"), whole},
            {QStringLiteral("unknown"), unknown}};
}

QVariantMap Session::table() const
{
    QVariantMap map{{QStringLiteral("offered"), tableOffered()},
                    {QStringLiteral("stick"), stickPlace()},
                    {QStringLiteral("left"), m_table.judged ? int(m_table.rows.wrong.size()) : 0}};
    if (m_stage == rowsPage && m_service) {
        map.insert(tableRowsMap());
    }
    if (m_stage != filePage || !m_service || !m_services.stick) {
        return map;
    }
    QVariantList files;
    for (const StickFile &file : m_services.stick->files()) {
        files.append(QVariantMap{{QStringLiteral("name"), shownName(file.name)},
                                 {QStringLiteral("workbook"), file.kind == StickFileKind::Workbook}});
    }
    const auto labels = [this](const QStringList &ids) {
        QStringList words;
        for (const QString &id : ids) {
            const Field *field = m_services.catalogue->field(id);
            words.append(field ? field->label.in(m_language) : id);
        }
        return words;
    };
    const bool coded = m_table.paperState == QLatin1String("code") ||
                       m_table.paperState == QLatin1String("not-printed") ||
                       m_table.paperState == QLatin1String("unknown");
    map.insert({{QStringLiteral("files"), files},
                {QStringLiteral("more"), m_services.stick->more()},
                {QStringLiteral("most"), m_service->batch.most},
                {QStringLiteral("file"), m_table.file},
                {QStringLiteral("note"), m_table.note.isEmpty() ? QString() : errorText(m_table.note)},
                {QStringLiteral("columns"), labels(m_service->batch.columns)},
                {QStringLiteral("also"), labels(m_service->batch.also)},
                {QStringLiteral("paper"),
                 QVariantMap{{QStringLiteral("state"), m_table.paperState},
                             {QStringLiteral("fault"), m_table.paperFault},
                             {QStringLiteral("code"), coded ? columnsCode(columnsPaper()) : QString()}}}});
    return map;
}

ColumnsPaper Session::columnsPaper() const
{
    return {m_services.catalogue,
            m_service,
            m_language,
            hallName(),
            nowUtc(*m_services.clock).toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm")),
            m_elder,
            m_services.receiptWords};
}

void Session::printColumns()
{
    if (m_stage != filePage || !m_service || m_table.paperState == QLatin1String("printing")) {
        return;
    }
    m_table.paperFault = {};
    if (!m_services.hub->printerProfile() || !m_services.hub->serviceability(Capability::PrintReceipt).available) {
        m_table.paperState = QStringLiteral("code");
        Q_EMIT tableChanged();
        return;
    }
    m_table.paperState = QStringLiteral("printing");
    Q_EMIT tableChanged();
    m_idle.setWorking(true);
    const int asked = ++m_table.papers;
    const ReceiptDocument document = columnsDocument(columnsPaper());
    sendPaper(*m_services.hub, *m_services.store, this,
              {m_visitId, QStringLiteral("columns"), [document](int) { return document; },
               [this, asked](const device::PrintReport &report) {
                   m_idle.setWorking(false);
                   if (asked != m_table.papers) {
                       return;  // the page it was asked on has gone
                   }
                   m_table.paperState = paperState(report.outcome);
                   m_table.paperFault =
                       report.outcome == device::PrintOutcome::Printed ? QVariant() : faultMap(paperFault(report));
                   Q_EMIT tableChanged();
               }});
}

}  // namespace hall
