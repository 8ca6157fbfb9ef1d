# The same figures with ggplot2, with the care that a good script takes: wrapped
# labels, percentages at the bars, no needless axes.
# Use: Rscript charts.R FIGURES OUT, with the folder of CSV files that drukpers wrote.

suppressPackageStartupMessages(library(ggplot2))
arguments <- commandArgs(trailingOnly = TRUE)
read <- function(name) {
  read.csv(file.path(arguments[1], name), encoding = "UTF-8", stringsAsFactors = FALSE)
}
save <- function(plot, name, height) {
  path <- file.path(arguments[2], name)
  ggsave(path, plot, width = 6.4, height = height, dpi = 110, type = "cairo", bg = "white")
}
wrap <- function(labels) {
  vapply(labels, function(label) paste(strwrap(label, 42), collapse = "\n"), "")
}
quiet <- theme_minimal(base_size = 10) + theme(
  panel.grid = element_blank(),
  axis.title = element_blank(),
  axis.text.x = element_blank(),
  legend.position = "top",
  legend.title = element_blank(),
  plot.title.position = "plot"
)

bars <- read("u10.csv")
bars$category <- factor(bars$category, levels = rev(bars$category))
save(
  ggplot(bars, aes(x = value, y = category)) +
    geom_col(fill = "#0b5d78", width = 0.7) +
    geom_text(aes(label = text), hjust = -0.2, size = 3.2) +
    scale_x_continuous(expand = expansion(c(0, 0.1))) +
    quiet,
  "bars-ggplot2.png", 2.1
)

likert <- read("u01.csv")
likert <- likert[!likert$series %in% c("eens", "oneens"), ]
answers <- unique(likert$series)
likert$category <- factor(wrap(likert$category), levels = rev(unique(wrap(likert$category))))
likert$series <- factor(likert$series, levels = rev(answers))
colours <- c("#a3432f", "#d99a7a", "#d9dde0", "#7fb0c2", "#0b5d78")
save(
  ggplot(likert, aes(x = value, y = category, fill = series)) +
    geom_col(width = 0.7) +
    geom_text(
      aes(label = ifelse(value < 0.05, "", text)),
      position = position_stack(vjust = 0.5), size = 3
    ) +
    scale_fill_manual(values = setNames(colours, answers), breaks = answers) +
    scale_x_continuous(expand = expansion(0)) +
    guides(fill = guide_legend(nrow = 2)) +
    quiet,
  "likert-ggplot2.png", 3.3
)
