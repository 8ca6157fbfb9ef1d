# Reference results for the sample of this folder from R's survey package (Lumley). Run: Rscript reference.R
suppressMessages({library(survey); library(jsonlite)})
d <- read.csv("data.csv", stringsAsFactors = FALSE, fileEncoding = "UTF-8")
f <- read.csv("populatie.csv", stringsAsFactors = FALSE, fileEncoding = "UTF-8")
likert <- c("q1", "q2", "q3", "q4")
for (q in likert) d[[q]][d[[q]] == 99] <- NA            # 99 = weet niet: missing for shares and means
# Missing answers become 0 behind a flag: R's adjusted designs keep the rows of
# a subset, and one NA among them makes every result NA.
for (q in c(likert, "fte", "aanbeveling", "q6_a", "q6_b", "q6_c", "q6_d", "q6_e")) {
  d[[paste0("has_", q)]] <- !is.na(d[[q]]); d[[q]][is.na(d[[q]])] <- 0 }
d$has_q5 <- TRUE
levels_of <- function(v) if (v == "q5") sort(unique(d$q5)) else 1:5
domain <- function(des, v) eval(bquote(subset(des, .(as.name(paste0("has_", v))))))
sizes <- c("klein", "middel", "groot", "zeer groot")
provs <- c("Groningen","Fryslân","Drenthe","Overijssel","Flevoland","Gelderland","Utrecht","Noord-Holland","Zuid-Holland","Zeeland","Noord-Brabant","Limburg")
d$grootte <- factor(d$grootte, sizes); f$grootte <- factor(f$grootte, sizes)
d$provincie <- factor(d$provincie, provs); f$provincie <- factor(f$provincie, provs)
N <- nrow(f)
out <- list(about = "R survey 4.1.1; n, N, shares and standard errors of sample.xlsx", n = nrow(d), N = N)

shares_of <- function(v, s) { l <- levels_of(v); s <- update(s, zz = factor(s$variables[[v]], l)); m <- svymean(~zz, s); m }
shares <- function(des, v) {
  s <- domain(des, v)
  m <- shares_of(v, s)
  ci <- confint(m, df = degf(s)); z <- confint(m)
  list(levels = sub("^zz", "", names(coef(m))), share = unname(coef(m)), se = unname(SE(m)),
       ci_t = unname(ci), ci_z = unname(z), n = sum(weights(s) != 0), df = degf(s))
}
means <- function(des, v) {
  s <- domain(des, v)
  m <- svymean(as.formula(paste0("~", v)), s, deff = TRUE)
  list(mean = unname(coef(m)), se = unname(as.numeric(SE(m))), deff = unname(as.numeric(deff(m))),
       var = unname(as.numeric(coef(svyvar(as.formula(paste0("~", v)), s)))),
       ci_t = unname(confint(m, df = degf(s))), n = sum(weights(s) != 0))
}
props <- function(des, v, codes) {   # top box: share with one of the codes, with several interval methods
  s <- domain(des, v)
  s <- update(s, top = as.numeric(s$variables[[v]] %in% codes))
  r <- list()
  for (m in c("mean", "logit", "likelihood", "beta", "xlogit")) {
    p <- svyciprop(~top, s, method = m)
    r[[m]] <- list(share = unname(as.numeric(p)), ci = unname(as.numeric(attr(p, "ci"))))
  }
  r
}
analyse <- function(des) list(
  shares = setNames(lapply(c(likert, "q5"), function(v) shares(des, v)), c(likert, "q5")),
  means = setNames(lapply(c(likert, "fte", "aanbeveling"), function(v) means(des, v)), c(likert, "fte", "aanbeveling")),
  top2 = setNames(lapply(likert, function(v) props(des, v, c(4, 5))), likert),
  multi = setNames(lapply(c("q6_a","q6_b","q6_c","q6_d","q6_e"), function(v) means(des, v)), c("q6_a","q6_b","q6_c","q6_d","q6_e")),
  quantiles = setNames(lapply(c("fte"), function(v) {
    s <- domain(des, v)
    unname(coef(svyquantile(as.formula(paste0("~", v)), s, c(.25, .5, .75), qrule = "math", ci = FALSE)))}), "fte"),
  by_size = {
    s <- domain(des, "q1")
    b <- svyby(~zz, ~grootte, update(s, zz = factor(q1, 1:5)), svymean)
    list(level = levels(d$grootte), share = unname(as.matrix(b[, 2:6])), se = unname(as.matrix(b[, 7:11])),
         mean = unname(coef(svyby(~q1, ~grootte, s, svymean))), mean_se = unname(SE(svyby(~q1, ~grootte, s, svymean))),
         rao_scott = { x <- svychisq(~q1 + grootte, s, statistic = "F"); list(F = unname(as.numeric(x$statistic)), ndf = unname(x$parameter[1]), ddf = unname(x$parameter[2]), p = unname(as.numeric(x$p.value))) })
  })
d$one <- 1; d$fpc <- N
srs <- svydesign(ids = ~1, data = d, fpc = ~fpc)
out$srs_fpc <- analyse(srs)
suppressWarnings(out$srs_nofpc <- analyse(svydesign(ids = ~1, data = d)))
Nh <- as.data.frame(table(f$grootte)); names(Nh) <- c("grootte", "Nh")
ds <- merge(d, Nh, by = "grootte", sort = FALSE); ds <- ds[match(d$id, ds$id), ]
out$stratified <- analyse(svydesign(ids = ~1, strata = ~grootte, data = ds, fpc = ~Nh))
marg <- function(v) { t <- as.data.frame(table(f[[v]])); names(t) <- c(v, "Freq"); t }
rk <- rake(srs, list(~provincie, ~grootte), list(marg("provincie"), marg("grootte")), control = list(maxit = 500, epsilon = 1e-12))
out$raked <- list(weights = unname(weights(rk)), ids = d$id, shares = setNames(lapply(c(likert, "q5"), function(v) {
  s <- domain(rk, v); m <- shares_of(v, s)
  list(share = unname(coef(m)), se = unname(SE(m))) }), c(likert, "q5")),
  means = setNames(lapply(c(likert, "fte"), function(v) { s <- domain(rk, v); m <- svymean(as.formula(paste0("~", v)), s); list(mean = unname(coef(m)), se = unname(as.numeric(SE(m)))) }), c(likert, "fte")))
ps <- postStratify(srs, ~grootte, marg("grootte"))
out$poststratified <- list(weights = unname(weights(ps)), means = setNames(lapply(c(likert, "fte"), function(v) { s <- domain(ps, v); m <- svymean(as.formula(paste0("~", v)), s); list(mean = unname(coef(m)), se = unname(as.numeric(SE(m)))) }), c(likert, "fte")))
# classical tests on unweighted counts
chi <- function(x) list(statistic = unname(as.numeric(x$statistic)), df = unname(as.numeric(x$parameter)), p = unname(as.numeric(x$p.value)))
tab <- table(d$q5, d$grootte)
against_rest <- function(v) rbind(table(d[[v]]), table(f[[v]]) - table(d[[v]]))
out$tests <- list(
  pearson_q5_grootte = c(list(table = unname(unclass(tab)), rows = rownames(tab), cols = colnames(tab)), chi(suppressWarnings(chisq.test(tab, correct = FALSE)))),
  cramers_v = sqrt(unname(as.numeric(suppressWarnings(chisq.test(tab, correct = FALSE))$statistic)) / (sum(tab) * (min(dim(tab)) - 1))),
  # respondents are part of the frame: they are tested against the rest of it
  representativeness_grootte = chi(chisq.test(against_rest("grootte"), correct = FALSE)),
  representativeness_provincie = chi(suppressWarnings(chisq.test(against_rest("provincie"), correct = FALSE))),
  welch_fte_klein_groot = { x <- t.test(d$fte[d$grootte == "klein" & d$has_fte], d$fte[d$grootte == "groot" & d$has_fte]); list(t = unname(as.numeric(x$statistic)), df = unname(as.numeric(x$parameter)), p = x$p.value) },
  anova_fte_grootte = { x <- anova(lm(fte ~ grootte, d[d$has_fte, ])); list(F = x$`F value`[1], p = x$`Pr(>F)`[1]) },
  # column proportions: pooled two-sided z test for every pair of columns, as in a banner table
  column_z_q5 = { n <- colSums(tab); r <- list(); for (i in seq_len(nrow(tab))) for (a in 1:3) for (b in (a + 1):4) { pa <- tab[i, a] / n[a]; pb <- tab[i, b] / n[b]; pp <- (tab[i, a] + tab[i, b]) / (n[a] + n[b]); se <- sqrt(pp * (1 - pp) * (1 / n[a] + 1 / n[b])); z <- (pa - pb) / se; r[[length(r) + 1]] <- list(row = rownames(tab)[i], a = colnames(tab)[a], b = colnames(tab)[b], z = unname(z), p = unname(2 * pnorm(-abs(z)))) }; r },
  nps = { a <- d$aanbeveling[d$has_aanbeveling]; list(promoters = mean(a >= 9), detractors = mean(a <= 6), nps = 100 * (mean(a >= 9) - mean(a <= 6))) },
  wilson_q5_samen = { x <- prop.test(sum(d$q5 == "samen", na.rm = TRUE), sum(!is.na(d$q5)), correct = FALSE); list(share = unname(x$estimate), ci = as.numeric(x$conf.int)) })
write(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null"), "reference.json")
