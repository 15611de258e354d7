// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/coreadapter.h"

#include "app/gateway/eventlog.h"
#include "app/gateway/routing.h"

#include <QJsonDocument>

#include <algorithm>

namespace hall::gateway {
namespace {

constexpr qint64 kLongestPause = 10 * 60 * 1000;  // ms between two questions about a message
constexpr qint64 kLongestRest = 60 * 1000;        // ms between two looks whether the core is back
constexpr qint64 kLook = 60 * 1000;               // ms between two looks at our certificate
constexpr int kDoublings = 16;

qint64 doubled(qint64 first, int times, qint64 most)
{
    return std::min(most, std::max<qint64>(1, first) << std::clamp(times, 0, kDoublings));
}

QString textOf(const Fault &fault)
{
    return QString::fromStdString(fault.detail);
}

// About the line and the papers shown on it, not about the message.
bool keepsUsOut(const Fault &fault)
{
    return nothingWasSent(fault) || fault.code == FaultCode::NotAllowed;
}

bool isAnswer(const Fault &fault)
{
    return fault.code == FaultCode::MessageInvalid;
}

bool over(const QString &state)
{
    return state == QLatin1String("withdrawn") || state == QLatin1String("refused");
}

}  // namespace

CoreAdapter::CoreAdapter(std::shared_ptr<Database> database, const Blobs &blobs, SealKeyRing keys,
                         std::shared_ptr<CatalogueShelf> catalogues, QString region, CoreOptions options,
                         const Clock &clock)
    : m_database(std::move(database)), m_blobs(blobs), m_keys(std::move(keys)), m_catalogues(std::move(catalogues)),
      m_region(std::move(region)), m_core(std::move(options)), m_outbox(*m_database),
      m_link(*m_database, m_core.options().own, clock), m_clock(clock)
{
}

qint64 CoreAdapter::pause(int tries) const
{
    return doubled(m_core.options().settle.count() / 6, tries, kLongestPause);
}

// Rows are only taken while the core answers: what it does not answer about itself must not count against a case.
Result<bool> CoreAdapter::ready()
{
    const qint64 now = m_clock.monotonic().count();
    if (m_up && now < m_lookAt) {
        return true;
    }
    if (!m_up && now < m_restUntil) {
        return false;
    }
    const Done usable = m_link.certificate();
    const Done answered = !usable ? usable : m_up ? Done() : m_core.ping();
    m_lookAt = now + kLook;
    m_up = answered.has_value();
    m_restUntil = m_up ? 0 : now + doubled(m_core.options().settle.count() / 30, m_fruitless, kLongestRest);
    m_fruitless = m_up ? 0 : m_fruitless + 1;
    const Done noted = m_link.note(answered);
    return noted ? Result<bool>(m_up) : Result<bool>(fail(noted.error()));
}

// Nothing more is tried before a ping is answered.
Done CoreAdapter::away(const Fault &why)
{
    m_up = false;
    return m_link.note(fail(why));
}

Result<int> CoreAdapter::step(int most)
{
    auto up = ready();
    if (!up || !*up) {
        return up ? Result<int>(0) : Result<int>(fail(up.error()));
    }
    auto db = m_database->connection();
    if (!db) {
        return fail(db.error());
    }
    if (m_clock.monotonic().count() >= m_pollAt) {
        if (auto done = takeEvents(*db); !done) {
            return fail(done.error());
        }
    }
    auto due = dueForCore(*db, m_clock.wall().count(), most);
    if (!due) {
        return fail(due.error());
    }
    int handled = 0;
    for (const CoreMessage &message : std::as_const(*due)) {
        if (m_ending || !m_up) {
            break;
        }
        if (auto done = handle(*db, message); !done) {
            return fail(done.error());
        }
        ++handled;
    }
    return handled;
}

Done CoreAdapter::takeEvents(QSqlDatabase &db)
{
    m_pollAt = m_clock.monotonic().count() + m_core.options().poll.count();
    auto after = lastCoreEvent(db);
    if (!after) {
        return fail(after.error());
    }
    auto events = m_core.events(*after);
    if (!events) {
        logEvent(events.error().code == FaultCode::StoreCorrupt ? "core-lost-events" : "core-events-failed",
                 {{QStringLiteral("detail"), textOf(events.error())}});
        return keepsUsOut(events.error()) ? away(events.error()) : Done();
    }
    for (CoreEvent &event : *events) {
        for (AskedItem &asked : event.words.asked) {
            if (auto done = translate(db, event.item, asked); !done) {
                return done;
            }
        }
    }
    auto taken = takeCoreEvents(*m_database, *events, m_clock.wall().count());
    if (!taken) {
        return fail(taken.error());
    }
    if (*taken > 0) {
        logEvent("core-events", {{QStringLiteral("taken"), *taken}});
    }
    if (events->size() == kCoreEvents) {
        m_pollAt = 0;  // there may be more
    }
    return {};
}

// The core names fields by the map's keys and papers by our ids. What a kiosk could not ask for is said in words.
Done CoreAdapter::translate(QSqlDatabase &db, const QString &item, AskedItem &asked) const
{
    if (asked.kind == AskedItem::Kind::Words) {
        return {};
    }
    auto name = single(db, QStringLiteral("SELECT service FROM item WHERE id = ?"), {item});
    if (!name) {
        return fail(name.error());
    }
    const auto catalogue = m_catalogues->newest();
    if (!catalogue) {
        return fail(catalogue.error());
    }
    const Service *service = (*catalogue)->service(name->toString());
    const QString said = asked.id;
    bool known = false;
    if (asked.kind == AskedItem::Kind::Field) {
        asked.id = fieldOfCoreKey(**catalogue, said);
        known = !asked.id.isEmpty();
    } else if (service) {
        known = std::any_of(service->materials.cbegin(), service->materials.cend(),
                            [&said](const ServiceMaterial &one) { return one.id == said; });
    }
    if (!known) {
        asked = {AskedItem::Kind::Words, QString(), asked.text.isEmpty() ? said : asked.text};
    }
    return {};
}

Done CoreAdapter::handle(QSqlDatabase &db, const CoreMessage &message)
{
    return message.state == CoreState::Sent ? askAbout(db, message) : send(db, message);
}

Result<bool> CoreAdapter::stillWanted(QSqlDatabase &db, const CoreMessage &message)
{
    const qint64 now = m_clock.wall().count();
    const auto close = [&](const QString &code) -> Result<bool> {
        auto closed = m_outbox.settled(message, CoreState::Closed, code, now);
        return closed ? Result<bool>(false) : Result<bool>(fail(closed.error()));
    };
    if (message.act != QLatin1String("case")) {
        auto of = coreMessage(db, message.ofReference);
        if (!of) {
            return fail(of.error());
        }
        const CoreState state = *of ? (*of)->state : CoreState::Closed;
        if (state == CoreState::Refused && message.act == QLatin1String("supplement")) {
            auto joined = m_outbox.joined(message, now);
            return joined ? Result<bool>(false) : Result<bool>(fail(joined.error()));
        }
        return state == CoreState::Accepted ? Result<bool>(true) : close(QStringLiteral("not-there"));
    }
    bool all = true;
    for (const QString &item : message.items) {
        auto state = single(db, QStringLiteral("SELECT state FROM item WHERE id = ?"), {item});
        if (!state) {
            return fail(state.error());
        }
        all = all && over(state->toString());
    }
    return all ? close(QStringLiteral("withdrawn")) : Result<bool>(true);
}

Done CoreAdapter::send(QSqlDatabase &db, const CoreMessage &message)
{
    auto wanted = stillWanted(db, message);
    if (!wanted || !*wanted) {
        return wanted ? Done() : Done(fail(wanted.error()));
    }
    if (message.sends >= m_core.options().tries) {
        return park(message, QStringLiteral("never-kept"));
    }
    auto composed = compose(db, message);
    if (!composed) {
        const FaultCode code = composed.error().code;
        if (code != FaultCode::SealBroken && code != FaultCode::MessageInvalid) {
            return fail(composed.error());
        }
        return park(message, QStringLiteral("unreadable"));
    }
    if (auto brought = bring(composed->materials); !brought) {
        logEvent("core-scans-failed", {{QStringLiteral("reference"), message.reference},
                                       {QStringLiteral("detail"), textOf(brought.error())}});
        const bool answered = brought.error().code == FaultCode::MessageInvalid;
        if (const Done noted = answered ? Done() : away(brought.error()); !noted) {
            return noted;
        }
        if (answered && message.tries + 1 >= m_core.options().tries) {
            return park(message, QStringLiteral("scans"));
        }
        auto later = m_outbox.later(message, m_clock.wall().count() + pause(message.tries), answered);
        return later ? Done() : Done(fail(later.error()));
    }
    // Before the first byte: whatever ends this program from here on, the message is asked about and not sent again
    // unless the core has had its time and has not got it.
    const qint64 now = m_clock.wall().count();
    const qint64 until = now + (m_core.options().deadline + m_core.options().settle).count();
    auto mine = m_outbox.sending(message, now, until);
    if (!mine || !*mine) {
        return mine ? Done() : Done(fail(mine.error()));
    }
    auto sent = again(db, message);
    if (!sent) {
        return fail(sent.error());
    }
    m_sentAt.insert(message.reference, m_clock.monotonic().count());
    auto answer = m_core.handOver(message.reference, message.items, composed->json.reveal());
    if (answer) {
        return settle(db, *sent, std::move(*answer));
    }
    logEvent("core-unclear",
             {{QStringLiteral("reference"), message.reference}, {QStringLiteral("detail"), textOf(answer.error())}});
    if (const Done noted = isAnswer(answer.error()) ? Done() : away(answer.error()); !noted) {
        return noted;
    }
    if (nothingWasSent(answer.error())) {
        auto back = m_outbox.putBack(*sent, m_clock.wall().count(), false);
        return back ? Done() : Done(fail(back.error()));
    }
#ifdef HALL_CANARY_SEND_UNASKED  // tests/fault/core: the same program without the question must be found out
    auto back = m_outbox.putBack(*sent, m_clock.wall().count());
    return back ? Done() : Done(fail(back.error()));
#else
    // Asked about soon: most often the core has it, and only its answer was lost.
    auto soon = m_outbox.later(*sent, m_clock.wall().count() + pause(0), false);
    return soon ? Done() : Done(fail(soon.error()));
#endif
}

Done CoreAdapter::askAbout(QSqlDatabase &db, const CoreMessage &message)
{
    const qint64 lease = m_clock.wall().count() + m_core.options().deadline.count();
    auto mine = m_outbox.asking(message, lease);
    if (!mine || !*mine) {
        return mine ? Done() : Done(fail(mine.error()));
    }
    auto asked = again(db, message);
    if (!asked) {
        return fail(asked.error());
    }
    auto answer = m_core.ask(message.reference, message.items);
    if (answer && answer->outcome != CoreOutcome::Working && answer->outcome != CoreOutcome::Materials) {
        return settle(db, *asked, std::move(*answer));
    }
    if (!answer) {
        logEvent("core-unclear", {{QStringLiteral("reference"), message.reference},
                                  {QStringLiteral("detail"), textOf(answer.error())}});
        if (const Done noted = isAnswer(answer.error()) ? Done() : away(answer.error()); !noted) {
            return noted;
        }
    }
    const bool counted = answer || !keepsUsOut(answer.error());
    if (counted && message.tries + 1 >= m_core.options().tries) {
        return park(*asked, QStringLiteral("no-clear-answer"));
    }
    auto later = m_outbox.later(*asked, m_clock.wall().count() + pause(message.tries), counted);
    return later ? Done() : Done(fail(later.error()));
}

Result<CoreMessage> CoreAdapter::again(QSqlDatabase &db, const CoreMessage &message) const
{
    auto read = coreMessage(db, message.reference);
    if (!read) {
        return fail(read.error());
    }
    return *read ? Result<CoreMessage>(std::move(**read)) : fail(FaultCode::StoreNotFound, "the message is gone");
}

Done CoreAdapter::settle(QSqlDatabase &db, CoreMessage message, CoreAnswer answer)
{
    const qint64 now = m_clock.wall().count();
    if (answer.outcome == CoreOutcome::Accepted) {
        m_sentAt.remove(message.reference);
    }
    const auto done = [](const Result<bool> &changed) { return changed ? Done() : Done(fail(changed.error())); };
    switch (answer.outcome) {
    case CoreOutcome::Accepted:
        return done(m_outbox.accepted(message, answer.numbers, now));
    case CoreOutcome::Refused:
        // It says that it has got it already: then it can say under which number.
        if (answer.code == QLatin1String("duplicate")) {
            return done(m_outbox.later(message, now + pause(0), true));
        }
        for (CoreAsked &asked : answer.asked) {
            if (auto translated = translate(db, asked.item, asked.asked); !translated) {
                return translated;
            }
        }
        logEvent("core-refused",
                 {{QStringLiteral("reference"), message.reference}, {QStringLiteral("code"), answer.code}});
        return done(m_outbox.refused(message, answer, now));
    case CoreOutcome::Unknown: {
        // Believed once the core's time to record it is over: it may still be on its way there.
        const qint64 time = (m_core.options().deadline + m_core.options().settle).count();
        const qint64 mono = m_clock.monotonic().count();
        const qint64 left =
            std::max(message.sentMs + time - now, m_sentAt.value(message.reference, mono - time) + time - mono);
        return done(left <= 0 ? m_outbox.putBack(message, now) : m_outbox.later(message, now + left, false));
    }
    case CoreOutcome::Working:
        return done(m_outbox.later(message, now + pause(0), true));
    case CoreOutcome::Materials:
        // It keeps nothing of a message whose scans it has not got; they are looked after before the next sending.
        return done(m_outbox.putBack(message, now + pause(message.sends)));
    case CoreOutcome::Conflict:
        return park(message, QStringLiteral("conflict"));
    }
    Q_UNREACHABLE();
}

Done CoreAdapter::park(const CoreMessage &message, const QString &code)
{
    logEvent("core-parked", {{QStringLiteral("reference"), message.reference}, {QStringLiteral("code"), code}});
    auto parked = m_outbox.settled(message, CoreState::Unknown, code, m_clock.wall().count());
    return parked ? Done() : Done(fail(parked.error()));
}

Done CoreAdapter::bring(const std::vector<CoreMaterial> &materials) const
{
    for (const CoreMaterial &material : materials) {
        auto held = m_core.holds(material.sha256);
        if (!held) {
            return fail(held.error());
        }
        if (*held) {
            continue;
        }
        if (material.blob.isEmpty()) {
            if (auto done = m_core.bring(material.sha256, material.media, material.plain.reveal()); !done) {
                return done;
            }
            continue;
        }
        auto sealed = m_blobs.read(material.blob);
        auto plain = sealed ? m_keys.open(SealKind::Blob, *sealed) : fail(sealed.error());
        if (!plain) {
            return fail(FaultCode::MessageInvalid, "a scan cannot be opened");
        }
        if (auto done = m_core.bring(material.sha256, material.media, plain->reveal()); !done) {
            return done;
        }
    }
    return {};
}

Result<QJsonObject> CoreAdapter::composeCase(QSqlDatabase &db, const QString &item, bool whole,
                                             std::vector<CoreMaterial> &materials) const
{
    auto opened = openCase(db, m_blobs, item, m_keys);
    if (!opened) {
        return fail(opened.error());
    }
    auto hall = hallOf(db, item, m_region);
    if (!hall) {
        return fail(hall.error());
    }
    CoreCaseFacts facts;
    facts.hall = *hall;
    if (whole) {
        auto result = run(db, QStringLiteral("SELECT state, code, reference FROM result WHERE item = ?"), {item});
        if (!result) {
            return fail(result.error());
        }
        if (result->next()) {
            facts.state = result->value(0).toString();
            facts.code = result->value(1).toString();
            facts.reference = result->value(2).toString();
        }
        result->finish();
        auto checks = checkRows(db, item);
        if (!checks) {
            return fail(checks.error());
        }
        for (const CheckRow &row : checks->value(item)) {
            facts.checks.append(checkJson(row));
        }
        // What came while the core had refused the case.
        auto added = run(db,
                         QStringLiteral("SELECT f.item FROM follow_up f JOIN core_part p ON p.item = f.item"
                                        " JOIN core_message m ON m.reference = p.reference"
                                        " WHERE f.of_item = ? AND m.code = 'with-case' ORDER BY f.at_ms, f.item"),
                         {item});
        if (!added) {
            return fail(added.error());
        }
        QStringList ids;
        while (added->next()) {
            ids.append(added->value(0).toString());
        }
        added->finish();
        for (const QString &id : std::as_const(ids)) {
            auto one = composeCase(db, id, false, materials);
            if (!one) {
                return one;
            }
            facts.added.append(*one);
        }
    }
    // As the case means its words; one of a version that nobody knows, as we would.
    auto catalogue = m_catalogues->of(opened->body.transaction.catalogueVersion);
    if (!catalogue) {
        return fail(catalogue.error());
    }
    return coreCase(*catalogue ? **catalogue : *m_catalogues->own(), *opened, facts, materials);
}

Result<CoreAdapter::Composed> CoreAdapter::compose(QSqlDatabase &db, const CoreMessage &message) const
{
    Composed composed;
    const bool whole = message.act == QLatin1String("case");
    QJsonArray cases;
    for (const QString &item : message.items) {
        auto one = composeCase(db, item, whole, composed.materials);
        if (!one) {
            return fail(one.error());
        }
        cases.append(*one);
    }
    QJsonObject object{{QStringLiteral("v"), 1},
                       {QStringLiteral("reference"), message.reference},
                       {QStringLiteral("act"), message.act},
                       {QStringLiteral("all_or_none"), message.atomic},
                       {QStringLiteral("cases"), cases}};
    if (!whole) {
        auto of = single(db, QStringLiteral("SELECT of_item FROM follow_up WHERE item = ?"), {message.items.value(0)});
        if (!of) {
            return fail(of.error());
        }
        object.insert(QStringLiteral("of"), QJsonObject{{QStringLiteral("reference"), message.ofReference},
                                                        {QStringLiteral("case"), of->toString()}});
    }
    composed.json = Sensitive<QByteArray>(QJsonDocument(object).toJson(QJsonDocument::Compact));
    return composed;
}

}  // namespace hall::gateway
