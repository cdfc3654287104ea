# Coefficients of the tables that scripts/bench/quality.ts writes, by R's own packages, each with the time that it took.
# Prints lines of: package, table, coefficient, value, and of: package, table, "ms", milliseconds.
folder <- commandArgs(trailingOnly = TRUE)[1]
pair <- as.matrix(read.csv(file.path(folder, "pair.csv")))
panel <- as.matrix(read.csv(file.path(folder, "panel.csv")))
installed <- function(name) requireNamespace(name, quietly = TRUE)
tell <- function(package, table, name, value) cat(package, table, name, sprintf("%.17g", value), sep = "\t", end = "\n")
timed <- function(package, table, act) {
  began <- proc.time()[["elapsed"]]
  values <- act()
  tell(package, table, "ms", 1000 * (proc.time()[["elapsed"]] - began))
  for (name in names(values)) tell(package, table, name, values[[name]])
}

if (installed("psych")) {
  cat("psych", "version", as.character(packageVersion("psych")), sep = "\t", end = "\n")
  points <- max(pair) - min(pair) + 1
  linear <- 1 - abs(outer(1:points, 1:points, "-")) / (points - 1)
  timed("psych", "kappa", function() {
    quadratic <- psych::cohen.kappa(pair)
    list(unweighted = quadratic$kappa, quadratic = quadratic$weighted.kappa, linear = psych::cohen.kappa(pair, w = linear)$weighted.kappa)
  })
  timed("psych", "icc", function() {
    found <- suppressWarnings(psych::ICC(panel, lmer = FALSE))$results
    single <- found[found$type == "ICC2", ]
    average <- found[found$type == "ICC2k", ]
    list(single = single$ICC, singleLow = single[["lower bound"]], singleHigh = single[["upper bound"]],
         average = average$ICC, averageLow = average[["lower bound"]], averageHigh = average[["upper bound"]])
  })
}
if (installed("irr")) {
  cat("irr", "version", as.character(packageVersion("irr")), sep = "\t", end = "\n")
  timed("irr", "kappa", function() list(unweighted = irr::kappa2(pair)$value, linear = irr::kappa2(pair, "equal")$value, quadratic = irr::kappa2(pair, "squared")$value))
  timed("irr", "icc", function() {
    single <- irr::icc(panel, model = "twoway", type = "agreement", unit = "single")
    # Its interval for the mean is another: see decision 17.
    list(single = single$value, singleLow = single$lbound, singleHigh = single$ubound, average = irr::icc(panel, model = "twoway", type = "agreement", unit = "average")$value)
  })
  timed("irr", "alpha", function() sapply(c(nominal = "nominal", ordinal = "ordinal", interval = "interval"), function(level) irr::kripp.alpha(t(pair), level)$value))
}
