-- What is out of range is told by its name: each limit has a constraint of its own.
alter table inventory.stock_level
    add constraint stock_level_safety_check check (safety between 0 and 1000000000) not valid,
    add constraint stock_level_backorder_check check (backorder between 0 and 1000000000) not valid,
    add constraint stock_level_low_at_check check (low_at between 0 and 1000000000) not valid,
    drop constraint stock_level_limits_check;
