/*
 * The PostgreSQL driver: one connection, every statement prepared once by name, parameters and
 * results in binary. When the server goes away, a query outside a transaction is tried once
 * more on a new connection; inside one it is E_DB, because what went before is lost.
 */
#include <libpq-fe.h>
#include <pthread.h>

#include "store/queries.h"

#define OID_BYTEA 17
#define OID_INT8 20
#define OID_TEXT 25
#define OID_FLOAT8 701
#define BATCH_ROWS 256 /* rows sent before their answers are read */
/* Any fixed number: who holds this lock is migrating or restoring. */
#define LOCK_SQL "SELECT pg_advisory_xact_lock(4867010935431)"
/* Matching a row's terms means fetching and unpacking kilobytes; with the usual operator cost
 * the planner reads the whole table instead of the index (measured: 30 ms instead of 1). */
#define SETUP_SQL                                                                                  \
    "SET client_encoding = 'UTF8'; SET client_min_messages = warning; SET jit = off;"              \
    "SET random_page_cost = 1.1; SET cpu_operator_cost = 0.05;"                                    \
    "SET idle_in_transaction_session_timeout = '10min'"

struct pg_stmt {
    struct db_stmt base;
    bool prepared;
    char name[16];
    PGresult *result; /* NULL until the first step */
    int row;
    /* The bound parameters; numbers are kept in network order in WORDS. */
    const char *values[DB_PARAMS_MAX];
    int lengths[DB_PARAMS_MAX];
    uint64_t words[DB_PARAMS_MAX];
};

struct pg_db {
    struct db base;
    PGconn *conn;
    pthread_mutex_t cancel_lock;
    PGcancel *cancel;
    struct pg_stmt stmts[Q_COUNT];
};

static const int binary_formats[DB_PARAMS_MAX] = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
};

static struct pg_db *self(struct db *db)
{
    return (struct pg_db *)(void *)db;
}

static struct pg_stmt *stmt_self(struct db_stmt *stmt)
{
    return (struct pg_stmt *)(void *)stmt;
}

static str first_line(const char *text)
{
    str s = str_c(text);
    return str_trim(str_cut(&s, '\n'));
}

/* Says what went wrong and frees RESULT (NULL: the connection failed). */
static status failed(struct pg_db *p, PGresult *result, const char *what)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *text = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    enum status_code code = E_DB;
    if (!state)
        state = "";
    if (!strcmp(state, "23505"))
        code = E_EXISTS;
    else if (!strcmp(state, "40001") || !strcmp(state, "40P01") || !strcmp(state, "55P03"))
        code = E_BUSY;
    else if (!strcmp(state, "57014"))
        code = E_CANCELLED;
    else if (!strcmp(state, "53100"))
        code = E_IO;
    str line = first_line(text ? text : PQerrorMessage(p->conn));
    code = fail(code, "store: %s: %.*s", what, STR_FMT(line));
    PQclear(result);
    return code;
}

static void drop_notice(void *data UNUSED, const char *message UNUSED) {}

static void set_cancel(struct pg_db *p)
{
    pthread_mutex_lock(&p->cancel_lock);
    PQfreeCancel(p->cancel);
    p->cancel = PQgetCancel(p->conn);
    pthread_mutex_unlock(&p->cancel_lock);
}

static status run_text(struct pg_db *p, const char *sql, const char *what)
{
    PGresult *result = PQexec(p->conn, sql);
    ExecStatusType code = PQresultStatus(result);
    if (code != PGRES_COMMAND_OK && code != PGRES_TUPLES_OK)
        return failed(p, result, what);
    PQclear(result);
    return OK;
}

/* After connecting, the first time or again: nothing is prepared there yet. */
static status setup(struct pg_db *p)
{
    PQsetNoticeProcessor(p->conn, drop_notice, NULL);
    for (size_t i = 0; i < Q_COUNT; i++)
        p->stmts[i].prepared = false;
    set_cancel(p);
    return run_text(p, SETUP_SQL, "connection");
}

/* Whether the connection broke where trying again is safe; if so it is a new one now. */
static bool reconnected(struct pg_db *p)
{
    if (PQstatus(p->conn) == CONNECTION_OK || p->base.in_transaction)
        return false;
    PQreset(p->conn);
    return PQstatus(p->conn) == CONNECTION_OK && setup(p) == OK;
}

static void pg_close(struct db *db)
{
    struct pg_db *p = self(db);
    for (size_t i = 0; i < Q_COUNT; i++)
        PQclear(p->stmts[i].result);
    PQfreeCancel(p->cancel);
    PQfinish(p->conn);
    pthread_mutex_destroy(&p->cancel_lock);
    arena_end(&db->scratch);
    free(p);
}

static status pg_open(struct db **out, str where, bool create UNUSED)
{
    struct pg_db *p = mem_calloc(1, sizeof *p);
    p->base = (struct db){.driver = &driver_postgres, .engine = DB_POSTGRES};
    arena_init(&p->base.scratch);
    pthread_mutex_init(&p->cancel_lock, NULL);
    p->conn = PQconnectdb(str_cstr(&p->base.scratch, where));
    status st = OK;
    if (PQstatus(p->conn) != CONNECTION_OK) {
        /* The address may hold a password; libpq's text does not. */
        str line = first_line(PQerrorMessage(p->conn));
        st = fail(E_DB, "store: cannot connect to PostgreSQL: %.*s", STR_FMT(line));
    } else if (PQserverVersion(p->conn) < 140000) {
        st = fail(E_UNSUPPORTED, "store: PostgreSQL 14 or newer is needed, the server is %d",
                  PQserverVersion(p->conn) / 10000);
    }
    if (st == OK)
        st = setup(p);
    if (st != OK) {
        pg_close(&p->base);
        return st;
    }
    arena_reset(&p->base.scratch);
    *out = &p->base;
    return OK;
}

static status pg_begin(struct db *db, enum db_access access)
{
    static const char *const begin[] = {
        [DB_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        [DB_WRITE] = "BEGIN",
        [DB_ALONE] = "BEGIN",
    };
    struct pg_db *p = self(db);
    status st = run_text(p, begin[access], "begin");
    if (st != OK && reconnected(p))
        st = run_text(p, begin[access], "begin");
    if (st != OK || access != DB_ALONE)
        return st;
    st = run_text(p, LOCK_SQL, "lock");
    if (st != OK)
        PQclear(PQexec(p->conn, "ROLLBACK"));
    return st;
}

static status pg_commit(struct db *db)
{
    struct pg_db *p = self(db);
    PGresult *result = PQexec(p->conn, "COMMIT");
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        return failed(p, result, "commit");
    /* A transaction that had failed answers COMMIT with ROLLBACK. */
    bool committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
    PQclear(result);
    return committed ? OK : fail(E_DB, "store: commit: the transaction had failed");
}

static void pg_rollback(struct db *db)
{
    struct pg_db *p = self(db);
    if (PQtransactionStatus(p->conn) != PQTRANS_IDLE)
        PQclear(PQexec(p->conn, "ROLLBACK"));
}

static Oid oid_of(uint8_t type)
{
    switch (type) {
    case DB_I64: return OID_INT8;
    case DB_F64: return OID_FLOAT8;
    case DB_BYTES: return OID_BYTEA;
    default: return OID_TEXT;
    }
}

static status prepare_there(struct pg_db *p, struct pg_stmt *stmt)
{
    const struct db_query *q = stmt->base.query;
    Oid types[DB_PARAMS_MAX];
    for (unsigned i = 0; i < q->params; i++)
        types[i] = oid_of(q->param_types[i]);
    PGresult *result = PQprepare(p->conn, stmt->name, q->sql[DB_POSTGRES], (int)q->params, types);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        return failed(p, result, q->name);
    PQclear(result);
    stmt->prepared = true;
    return OK;
}

static status pg_prepare(struct db_stmt **out, struct db *db, const struct db_query *query)
{
    struct pg_db *p = self(db);
    struct pg_stmt *stmt = &p->stmts[query->id];
    ASSERT(query->params <= DB_PARAMS_MAX);
    stmt->base = (struct db_stmt){.db = db, .query = query};
    snprintf(stmt->name, sizeof stmt->name, "q%u", query->id);
    *out = &stmt->base;
    if (stmt->prepared)
        return OK;
    status st = prepare_there(p, stmt);
    if (st != OK && reconnected(p))
        st = prepare_there(p, stmt);
    return st;
}

static void bind_one(struct pg_stmt *stmt, unsigned i, const struct db_value *v)
{
    uint64_t bits = 0;
    stmt->values[i] = (const char *)&stmt->words[i];
    stmt->lengths[i] = 8;
    switch (v->type) {
    case DB_NULL: stmt->values[i] = NULL; break;
    case DB_I64: bits = (uint64_t)v->i; break;
    case DB_F64: memcpy(&bits, &v->f, sizeof bits); break;
    case DB_STR:
    case DB_BYTES:
        stmt->values[i] = v->s.p;
        stmt->lengths[i] = (int)v->s.len;
        break;
    }
    stmt->words[i] = __builtin_bswap64(bits);
}

static status pg_bind(struct db_stmt *base, const struct db_value *values)
{
    struct pg_stmt *stmt = stmt_self(base);
    for (unsigned i = 0; i < base->query->params; i++) {
        if ((values[i].type == DB_STR || values[i].type == DB_BYTES) &&
            values[i].s.len > (size_t)512 << 20)
            return fail(E_LIMIT, "store: a text of %zu bytes is too long", values[i].s.len);
        bind_one(stmt, i, &values[i]);
    }
    return OK;
}

static PGresult *execute(struct pg_db *p, struct pg_stmt *stmt)
{
    return PQexecPrepared(p->conn, stmt->name, (int)stmt->base.query->params, stmt->values,
                          stmt->lengths, binary_formats, 1);
}

/* Integers come in the width the expression has. */
static int64_t read_integer(const char *p, int len)
{
    int64_t n = len > 0 && (p[0] & 0x80) && len > 1 ? -1 : 0;
    for (int i = 0; i < len; i++)
        n = (int64_t)(((uint64_t)n << 8) | (unsigned char)p[i]);
    return n;
}

static status run_first(struct pg_db *p, struct pg_stmt *stmt)
{
    const struct db_query *q = stmt->base.query;
    PGresult *result = execute(p, stmt);
    if (PQresultStatus(result) == PGRES_FATAL_ERROR && reconnected(p)) {
        PQclear(result);
        TRY(prepare_there(p, stmt));
        result = execute(p, stmt);
    }
    ExecStatusType code = PQresultStatus(result);
    if (code != PGRES_COMMAND_OK && code != PGRES_TUPLES_OK)
        return failed(p, result, q->name);
    ASSERT((unsigned)PQnfields(result) == q->columns + q->is_insert);
    int64_t changes = 0;
    str_to_i64(&changes, str_c(PQcmdTuples(result)));
    stmt->base.changes = changes;
    stmt->base.inserted = 0;
    if (q->is_insert && PQntuples(result))
        stmt->base.inserted = read_integer(PQgetvalue(result, 0, 0), PQgetlength(result, 0, 0));
    stmt->result = result;
    stmt->row = -1;
    return OK;
}

static status pg_step(bool *row, struct db_stmt *base)
{
    struct pg_stmt *stmt = stmt_self(base);
    *row = false;
    if (!stmt->result)
        TRY(run_first(self(base->db), stmt));
    stmt->row++;
    *row = stmt->row < PQntuples(stmt->result);
    return OK;
}

static status pg_column(struct db_value *out, struct db_stmt *base, unsigned i)
{
    struct pg_stmt *stmt = stmt_self(base);
    const char *p = PQgetvalue(stmt->result, stmt->row, (int)i);
    int len = PQgetlength(stmt->result, stmt->row, (int)i);
    *out = (struct db_value){.type = base->query->column_types[i]};
    if (PQgetisnull(stmt->result, stmt->row, (int)i)) {
        out->type = DB_NULL;
    } else if (out->type == DB_I64) {
        out->i = read_integer(p, len);
    } else if (out->type == DB_F64) {
        uint64_t bits = (uint64_t)read_integer(p, len);
        memcpy(&out->f, &bits, sizeof bits);
    } else {
        out->s = str_of(p, (size_t)len);
    }
    return OK;
}

static void pg_reset(struct db_stmt *base)
{
    struct pg_stmt *stmt = stmt_self(base);
    PQclear(stmt->result);
    stmt->result = NULL;
}

/* Reads the answers up to the pipeline's sync mark; the first failure is kept. */
static status read_answers(struct pg_db *p, const char *what)
{
    status st = OK;
    for (;;) {
        PGresult *result = PQgetResult(p->conn);
        if (!result) {
            /* NULL ends one query's answers; twice means that nothing more comes. */
            result = PQgetResult(p->conn);
            if (!result)
                return st == OK ? failed(p, NULL, what) : st;
        }
        ExecStatusType code = PQresultStatus(result);
        if (code == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            return st;
        }
        if (code == PGRES_COMMAND_OK || code == PGRES_TUPLES_OK || st != OK)
            PQclear(result);
        else
            st = failed(p, result, what);
    }
}

static status send_rows(struct pg_db *p, struct pg_stmt *stmt, const struct db_value *values,
                        size_t rows)
{
    const struct db_query *q = stmt->base.query;
    for (size_t r = 0; r < rows; r++) {
        TRY(pg_bind(&stmt->base, values + r * q->params));
        if (!PQsendQueryPrepared(p->conn, stmt->name, (int)q->params, stmt->values, stmt->lengths,
                                 binary_formats, 1))
            return failed(p, NULL, q->name);
    }
    return OK;
}

static status pg_batch(struct db *db, const struct db_query *query, const struct db_value *values,
                       size_t rows)
{
    struct pg_db *p = self(db);
    struct db_stmt *stmt;
    TRY(pg_prepare(&stmt, db, query));
    if (!PQenterPipelineMode(p->conn))
        return failed(p, NULL, query->name);
    status st = OK;
    for (size_t done = 0; done < rows && st == OK; done += BATCH_ROWS) {
        size_t n = rows - done < BATCH_ROWS ? rows - done : BATCH_ROWS;
        st = send_rows(p, stmt_self(stmt), values + done * query->params, n);
        status answers =
            PQpipelineSync(p->conn) ? read_answers(p, query->name) : failed(p, NULL, query->name);
        if (st == OK)
            st = answers;
    }
    PQexitPipelineMode(p->conn);
    return st;
}

static status pg_script(struct db *db, const char *sql)
{
    return run_text(self(db), sql, "script");
}

static void pg_interrupt(struct db *db)
{
    struct pg_db *p = self(db);
    char text[256];
    pthread_mutex_lock(&p->cancel_lock);
    if (p->cancel)
        PQcancel(p->cancel, text, sizeof text);
    pthread_mutex_unlock(&p->cancel_lock);
}

const struct driver driver_postgres = {
    .name = "postgres",
    .engine = DB_POSTGRES,
    .open = pg_open,
    .close = pg_close,
    .begin = pg_begin,
    .commit = pg_commit,
    .rollback = pg_rollback,
    .prepare = pg_prepare,
    .bind = pg_bind,
    .step = pg_step,
    .column = pg_column,
    .reset = pg_reset,
    .batch = pg_batch,
    .script = pg_script,
    .interrupt = pg_interrupt,
};
