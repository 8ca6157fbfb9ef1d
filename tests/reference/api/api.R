# Reference results for the samples of Californian schools that R's survey
# package documents (California Department of Education, academic performance
# index of 2000). Run: Rscript api.R
suppressMessages({library(survey); library(jsonlite)})
data(api)
vars <- c("cds", "stype", "dnum", "snum", "pw", "fpc", "api00", "api99", "enroll", "api.stu", "sch.wide", "comp.imp")
for (name in c("apistrat", "apiclus1")) {
  x <- get(name)[, vars]; names(x) <- gsub(".", "_", names(x), fixed = TRUE)
  write.csv(x, paste0(name, ".csv"), row.names = FALSE, quote = FALSE, na = "")
}
x <- apiclus2[, c(setdiff(vars, "fpc"), "fpc1", "fpc2")]; names(x) <- gsub(".", "_", names(x), fixed = TRUE)
write.csv(x, "apiclus2.csv", row.names = FALSE, quote = FALSE, na = "")

one <- function(m) list(value = unname(coef(m)), se = unname(as.numeric(SE(m))))
quantiles <- function(v, d) { q <- svyquantile(v, d, c(.25, .5, .75), qrule = "math")[[1]]; unname(q[, 1:4]) }
schools <- function(d) {
  with_enroll <- subset(d, stype == "E")
  list(
    mean_api00 = c(one(svymean(~api00, d, deff = TRUE)), deff = unname(as.numeric(deff(svymean(~api00, d, deff = TRUE))))),
    total_api_stu = one(svytotal(~api.stu, d)),
    ratio = one(svyratio(~api.stu, ~api00, d)),
    stype = one(svymean(~stype, d)),
    mean_E = one(svymean(~api00, with_enroll)),
    total_E = one(svytotal(~api.stu, with_enroll)),
    df = degf(d), df_E = degf(with_enroll),
    quantiles = quantiles(~api00, d),
    prop = lapply(setNames(nm = c("mean", "logit", "likelihood", "beta", "xlogit")), function(m) {
      p <- svyciprop(~I(sch.wide == "Yes"), d, method = m); list(share = unname(as.numeric(p)), ci = unname(as.numeric(attr(p, "ci")))) }),
    chisq = { x <- svychisq(~sch.wide + stype, d, statistic = "F"); list(F = unname(as.numeric(x$statistic)), ndf = unname(x$parameter[1]), ddf = unname(x$parameter[2]), p = unname(as.numeric(x$p.value))) },
    ttest = { x <- svyttest(api00 ~ comp.imp, d); list(difference = unname(as.numeric(x$estimate)), t = unname(as.numeric(x$statistic)), df = unname(x$parameter), p = unname(as.numeric(x$p.value)), ci = unname(as.numeric(x$conf.int))) })
}
dstrat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
dclus1 <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc)
dclus2 <- svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = apiclus2)
out <- list(apistrat = schools(dstrat), apiclus1 = schools(dclus1))
out$apiclus2 <- list(mean_api00 = one(svymean(~api00, dclus2)), total_api_stu = one(svytotal(~api.stu, dclus2, na.rm = TRUE)),
  stype = one(svymean(~stype, dclus2)), df = degf(dclus2))
pop <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
rclus1 <- rake(dclus1, list(~stype, ~sch.wide), list(pop, wide), control = list(maxit = 500, epsilon = 1e-12))
out$apiclus1_raked <- list(mean_api00 = one(svymean(~api00, rclus1)), total_enroll = one(svytotal(~enroll, rclus1)), weights = unname(weights(rclus1)))
pclus1 <- postStratify(dclus1, ~stype, pop)
out$apiclus1_poststratified <- list(mean_api00 = one(svymean(~api00, pclus1)), total_enroll = one(svytotal(~enroll, pclus1)), stype = one(svytotal(~stype, pclus1)))
tclus1 <- trimWeights(rclus1, lower = 0.8 * mean(weights(rclus1)), upper = 1.3 * mean(weights(rclus1)), strict = TRUE)
out$apiclus1_trimmed <- list(mean_api00 = one(svymean(~api00, tclus1)), weights = unname(weights(tclus1)))
pstrat <- postStratify(dstrat, ~sch.wide, wide)
out$apistrat_poststratified <- list(mean_api00 = one(svymean(~api00, pstrat)), total_enroll = one(svytotal(~enroll, pstrat)), mean_E = one(svymean(~api00, subset(pstrat, stype == "E"))))
write(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null"), "api.json")
